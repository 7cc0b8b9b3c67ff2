package dev.caraway.it.client;

import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.display.InvalAllPalettes;
import dev.caraway.protocol.display.InvalAllPixmaps;
import dev.caraway.protocol.display.InvalList;
import dev.caraway.protocol.display.InvalPalette;
import dev.caraway.protocol.display.ResourceId;
import dev.caraway.protocol.display.SurfaceCreate;
import dev.caraway.protocol.display.SurfaceDestroy;
import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawBlackness;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawFill;
import dev.caraway.protocol.display.draw.DrawInvers;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.display.draw.DrawWhiteness;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.display.draw.SolidBrush;
import dev.caraway.protocol.display.stream.StreamClip;
import dev.caraway.protocol.display.stream.StreamCreate;
import dev.caraway.protocol.display.stream.StreamData;
import dev.caraway.protocol.display.stream.StreamDestroy;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.ClipRects;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.FromCache;
import dev.caraway.protocol.image.FromCacheLossless;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageData;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.image.SurfaceData;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntBinaryOperator;

/**
 * The surfaces and the image cache of a client, drawn pixel by pixel from the messages of a display channel.
 *
 * <p>It shares no drawing code with the server, or it would share its mistakes. A message that a client cannot obey is
 * an {@link AssertionError}: an image that is not in the cache, a surface that does not exist or exists already, a box
 * outside its surface. May be asked by any thread.
 */
public final class ClientCanvas {

    private final Map<Integer, ClientSurface> surfaces = new HashMap<>();
    private final Map<Long, ClientSurface> cache = new HashMap<>();
    private final ClientImages images = new ClientImages();
    private final Map<Integer, StreamCreate> streams = new HashMap<>();
    private final Map<Integer, Clip> streamClips = new HashMap<>();
    private int primaryId = -1;

    /** What each pixel of a drawing becomes, from the place on the surface and the pixel there. */
    private interface Ink {
        int at(int x, int y, int under);
    }

    /** The digest of the primary surface's colours, see {@link ClientSurface#sha256}; empty while there is none. */
    public synchronized Optional<String> sha256() {
        return Optional.ofNullable(surfaces.get(primaryId)).map(ClientSurface::sha256);
    }

    /** The colour of a pixel of the primary surface, 0x00RRGGBB. */
    public synchronized int colorAt(int x, int y) {
        return surface(primaryId).at(x, y) & 0xffffff;
    }

    /** The primary surface's size as {@code 640x480}; {@code none} without one. */
    public synchronized String size() {
        ClientSurface primary = surfaces.get(primaryId);
        return primary == null ? "none" : primary.width() + "x" + primary.height();
    }

    /** How many images the client keeps. */
    public synchronized int cachedImages() {
        return cache.size();
    }

    /** Obeys one message; those that say nothing about pixels are ignored. */
    public synchronized void obey(ServerMessage message) {
        if (message instanceof SurfaceCreate create) {
            create(create);
        } else if (message instanceof SurfaceDestroy destroy) {
            surface(destroy.surfaceId());
            surfaces.remove(destroy.surfaceId());
        } else if (message instanceof InvalAllPixmaps) {
            cache.clear();
        } else if (message instanceof InvalList list) {
            list.resources().forEach(this::forget);
        } else if (message instanceof InvalPalette palette) {
            images.forgetPalette(palette.id());
        } else if (message instanceof InvalAllPalettes) {
            images.forgetPalettes();
        } else if (message instanceof DrawMessage drawing) {
            draw(drawing);
        } else if (message instanceof StreamCreate create) {
            streams.put(create.streamId(), create);
            streamClips.put(create.streamId(), create.clip());
        } else if (message instanceof StreamClip clip) {
            streamClips.put(stream(clip.streamId()).streamId(), clip.clip());
        } else if (message instanceof StreamData frame) {
            show(frame);
        } else if (message instanceof StreamDestroy destroy) {
            streams.remove(destroy.streamId());
        }
    }

    private void create(SurfaceCreate create) {
        ClientSurface fresh = ClientSurface.blank(create.width(), create.height());
        if (surfaces.put(create.surfaceId(), fresh) != null) {
            throw new AssertionError(create + ": expected an id that is free");
        }
        if ((create.flags() & SurfaceCreate.PRIMARY) != 0) {
            primaryId = create.surfaceId();
        }
    }

    private void forget(ResourceId resource) {
        if (cache.remove(resource.id()) == null) {
            throw new AssertionError(resource + ": expected an image in the cache");
        }
    }

    private void draw(DrawMessage drawing) {
        if (drawing instanceof DrawCopy copy) {
            copy(copy);
        } else if (drawing instanceof DrawFill fill && fill.brush() instanceof SolidBrush brush) {
            IntBinaryOperator rop = rop(fill.ropDescriptor());
            paint(fill.base(), (x, y, under) -> rop.applyAsInt((int) brush.color(), under));
        } else if (drawing instanceof CopyBits move) {
            move(move);
        } else if (drawing instanceof DrawBlackness) {
            paint(drawing.base(), (x, y, under) -> 0);
        } else if (drawing instanceof DrawWhiteness) {
            paint(drawing.base(), (x, y, under) -> -1);
        } else if (drawing instanceof DrawInvers) {
            paint(drawing.base(), (x, y, under) -> ~under);
        } else {
            throw new AssertionError(drawing + ": expected an operation that this client draws");
        }
    }

    /** Frames are shown at once, whatever their time is; one that is stretched is not shown at all. */
    private void show(StreamData frame) {
        StreamCreate stream = stream(frame.streamId());
        Clip clip = streamClips.getOrDefault(frame.streamId(), Clip.NONE);
        ClientSurface picture = ClientImages.jpeg(frame.data());
        Rect box = stream.destination();
        if (picture.width() == box.width() && picture.height() == box.height()) {
            DrawBase base = new DrawBase(stream.surfaceId(), box, clip);
            paint(base, (x, y, under) -> picture.at(x - box.left(), y - box.top()));
        }
    }

    private StreamCreate stream(int id) {
        StreamCreate stream = streams.get(id);
        if (stream == null) {
            throw new AssertionError("stream " + id + ": expected one that exists");
        }
        return stream;
    }

    private void copy(DrawCopy copy) {
        ClientSurface source = image(copy.source());
        Rect area = copy.sourceArea();
        Rect box = copy.base().box();
        if (area.width() != box.width() || area.height() != box.height()) {
            throw new AssertionError(copy + ": expected source and box of one size");
        }
        IntBinaryOperator rop = rop(copy.ropDescriptor());
        int dx = area.left() - box.left();
        int dy = area.top() - box.top();
        paint(copy.base(), (x, y, under) -> rop.applyAsInt(source.at(x + dx, y + dy), under));
    }

    /** The pixels move as if they were all lifted before the first is put down. */
    private void move(CopyBits move) {
        ClientSurface surface = surface(move.base().surfaceId());
        ClientSurface lifted = surface.copy();
        int dx = move.sourcePosition().x() - move.base().box().left();
        int dy = move.sourcePosition().y() - move.base().box().top();
        paint(move.base(), (x, y, under) -> lifted.at(x + dx, y + dy));
    }

    private void paint(DrawBase base, Ink ink) {
        ClientSurface surface = surface(base.surfaceId());
        Rect box = base.box();
        if (!new Rect(0, 0, surface.width(), surface.height()).contains(box)) {
            throw new AssertionError(base + ": expected a box inside " + surface.width() + "x" + surface.height());
        }
        for (int y = box.top(); y < box.bottom(); y++) {
            for (int x = box.left(); x < box.right(); x++) {
                if (isInside(base.clip(), x, y)) {
                    surface.put(x, y, ink.at(x, y, surface.at(x, y)));
                }
            }
        }
    }

    private static boolean isInside(Clip clip, int x, int y) {
        return !(clip instanceof ClipRects rects)
                || rects.rects().stream()
                        .anyMatch(rect -> x >= rect.left() && x < rect.right() && y >= rect.top() && y < rect.bottom());
    }

    /** The pixels of an image, which joins the cache if the server says so. */
    private ClientSurface image(Image image) {
        ImageData data = image.data();
        long id = image.descriptor().id();
        if (data instanceof SurfaceData other) {
            return surface(other.surfaceId());
        }
        if (data instanceof FromCache || data instanceof FromCacheLossless) {
            ClientSurface cached = cache.get(id);
            if (cached == null) {
                throw new AssertionError("image " + id + ": expected in the cache");
            }
            return cached;
        }
        ClientSurface decoded = images.decode(
                data, image.descriptor().width(), image.descriptor().height());
        if (image.descriptor().has(ImageDescriptor.CACHE_ME)
                || image.descriptor().has(ImageDescriptor.CACHE_REPLACE_ME)) {
            cache.put(id, decoded);
        }
        return decoded;
    }

    private ClientSurface surface(int id) {
        ClientSurface surface = surfaces.get(id);
        if (surface == null) {
            throw new AssertionError("surface " + id + ": expected one that exists");
        }
        return surface;
    }

    private static IntBinaryOperator rop(int descriptor) {
        return switch (descriptor) {
            case RopDescriptor.OP_PUT -> (drawn, under) -> drawn;
            case RopDescriptor.OP_OR -> (drawn, under) -> drawn | under;
            case RopDescriptor.OP_AND -> (drawn, under) -> drawn & under;
            case RopDescriptor.OP_XOR -> (drawn, under) -> drawn ^ under;
            case RopDescriptor.OP_PUT | RopDescriptor.INVERS_SRC -> (drawn, under) -> ~drawn;
            default -> throw new AssertionError("rop " + descriptor + ": expected one that this client draws");
        };
    }
}
