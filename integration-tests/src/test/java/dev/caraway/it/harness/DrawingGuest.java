package dev.caraway.it.harness;

import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.CopyBits;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.DrawFill;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.display.draw.ScaleMode;
import dev.caraway.protocol.display.draw.SolidBrush;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.Point;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.image.SurfaceData;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.guest.CommandDisplay;
import dev.caraway.server.guest.CommandSource;
import dev.caraway.server.guest.DisplaySource;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.guest.GuestInputs;
import dev.caraway.server.guest.GuestState;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** A guest that draws with commands, each a method with few words. Its primary surface is there from the start. */
public final class DrawingGuest implements Guest, CommandSource {

    private final RecordingInputs inputs = new RecordingInputs();
    private final int width;
    private final int height;
    private @Nullable CommandDisplay display;

    public DrawingGuest(int width, int height) {
        this.width = width;
        this.height = height;
    }

    @Override
    public DisplaySource display() {
        return this;
    }

    @Override
    public GuestInputs inputs() {
        return inputs;
    }

    /** There is nothing to it but what the server shows. */
    @Override
    public Optional<GuestState> state() {
        return Optional.of(new GuestState() {
            @Override
            public String kind() {
                return "drawing/1";
            }

            @Override
            public void save(OutputStream out) {}

            @Override
            public void load(InputStream in) {}
        });
    }

    @Override
    public synchronized void attach(CommandDisplay attached) {
        display = attached;
        attached.createSurface(0, width, height, SurfaceFormat.XRGB_32, null);
    }

    /** The server's end; only after the server has started. */
    public synchronized CommandDisplay port() {
        if (display == null) {
            throw new IllegalStateException("guest: expected a server");
        }
        return display;
    }

    public void fill(int surfaceId, Rect box, int color) {
        port().draw(new DrawFill(
                base(surfaceId, box), new SolidBrush(color & 0xffffffL), RopDescriptor.OP_PUT, Mask.NONE));
    }

    /** Copies the upper left part of an image. */
    public void copy(int surfaceId, Rect box, Image image) {
        port().draw(copyOf(surfaceId, box, image, Rect.ofSize(0, 0, box.width(), box.height())));
    }

    /** Copies the upper left part of another surface. */
    public void copySurface(int surfaceId, Rect box, int sourceId, int sourceWidth, int sourceHeight) {
        Image image = new Image(new ImageDescriptor(0, 0, sourceWidth, sourceHeight), new SurfaceData(sourceId));
        copy(surfaceId, box, image);
    }

    /** Moves pixels of the primary surface. */
    public void scroll(Rect box, int fromX, int fromY) {
        port().draw(new CopyBits(base(0, box), new Point(fromX, fromY)));
    }

    /** An image of noise that clients are asked to keep; one id stands for one picture. */
    public static Image cachedNoise(long id, int width, int height) {
        return new Image(new ImageDescriptor(id, ImageDescriptor.CACHE_ME, width, height), noise(id, width, height));
    }

    /** An image of smooth colours, which compresses well. */
    public static Image gradient(int width, int height) {
        byte[] bytes = new byte[width * height * 4];
        for (int i = 0; i < width * height; i++) {
            bytes[4 * i] = (byte) (i % width);
            bytes[4 * i + 1] = (byte) (i / width);
            bytes[4 * i + 2] = (byte) 0x40;
        }
        return new Image(new ImageDescriptor(0, 0, width, height), bitmap(width, height, bytes));
    }

    /** An image with the shading of a photograph and the noise of a sensor. */
    public static Image photograph(int seed, int width, int height) {
        Random noise = new Random(seed);
        byte[] bytes = new byte[width * height * 4];
        for (int i = 0; i < bytes.length; i++) {
            int x = i / 4 % width;
            int y = i / 4 / width;
            double light = 120 + 50 * Math.sin((x + 9 * seed) / 17.0) + 40 * Math.cos((y + 5 * seed) / 13.0);
            bytes[i] = i % 4 == 3 ? 0 : (byte) (light + 5 * (i % 4) + noise.nextInt(5));
        }
        return new Image(new ImageDescriptor(0, 0, width, height), bitmap(width, height, bytes));
    }

    /** A frame of a film: smooth colours that move with its number. */
    public static Image filmFrame(int number, int width, int height) {
        byte[] bytes = new byte[width * height * 4];
        for (int i = 0; i < width * height; i++) {
            int color = FramebufferGuest.filmColor(number, i % width, i / width);
            bytes[4 * i] = (byte) color;
            bytes[4 * i + 1] = (byte) (color >> 8);
            bytes[4 * i + 2] = (byte) (color >> 16);
        }
        return new Image(new ImageDescriptor(0, 0, width, height), bitmap(width, height, bytes));
    }

    private static BitmapData noise(long seed, int width, int height) {
        byte[] bytes = new byte[width * height * 4];
        new Random(seed).nextBytes(bytes);
        return bitmap(width, height, bytes);
    }

    private static BitmapData bitmap(int width, int height, byte[] bytes) {
        return new BitmapData(
                BitmapFormat.THIRTY_TWO_BIT, BitmapData.TOP_DOWN, width, height, width * 4, null, Bytes.wrap(bytes));
    }

    private static DrawCopy copyOf(int surfaceId, Rect box, Image image, Rect sourceArea) {
        return new DrawCopy(
                base(surfaceId, box), image, sourceArea, RopDescriptor.OP_PUT, ScaleMode.NEAREST, Mask.NONE);
    }

    private static DrawBase base(int surfaceId, Rect box) {
        return new DrawBase(surfaceId, box, Clip.NONE);
    }
}
