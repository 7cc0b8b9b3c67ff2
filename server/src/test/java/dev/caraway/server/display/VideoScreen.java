package dev.caraway.server.display;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.codecs.pixel.Raster;
import dev.caraway.protocol.display.StreamReport;
import dev.caraway.protocol.display.draw.DrawBase;
import dev.caraway.protocol.display.draw.DrawCopy;
import dev.caraway.protocol.display.draw.Mask;
import dev.caraway.protocol.display.draw.RopDescriptor;
import dev.caraway.protocol.display.draw.ScaleMode;
import dev.caraway.protocol.display.stream.StreamActivateReport;
import dev.caraway.protocol.display.stream.StreamClip;
import dev.caraway.protocol.display.stream.StreamCreate;
import dev.caraway.protocol.display.stream.StreamData;
import dev.caraway.protocol.display.stream.StreamDataSized;
import dev.caraway.protocol.display.stream.StreamDestroy;
import dev.caraway.protocol.display.stream.StreamDestroyAll;
import dev.caraway.protocol.display.stream.StreamMessage;
import dev.caraway.protocol.geometry.Clip;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.image.BitmapData;
import dev.caraway.protocol.image.BitmapFormat;
import dev.caraway.protocol.image.Image;
import dev.caraway.protocol.image.ImageDescriptor;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.render.Renderer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/** The streams of a client that shows frames when it is told to, long after they came: within the clip of that moment. */
final class VideoScreen {

    private final Map<Integer, Stream> streams = new TreeMap<>();

    /** A frame that waits for its time. */
    private record Frame(long time, Rect box, Bytes data) {}

    private static final class Stream {
        private final StreamCreate create;
        private Clip clip;
        private @Nullable StreamActivateReport activated;
        private final List<Frame> waiting = new ArrayList<>();

        private Stream(StreamCreate create) {
            this.create = create;
            this.clip = create.clip();
        }
    }

    void hear(StreamMessage message) {
        if (message instanceof StreamCreate create) {
            assertThat(streams.put(create.streamId(), new Stream(create)))
                    .as("stream made twice")
                    .isNull();
        } else if (message instanceof StreamDestroy destroy) {
            assertThat(streams.remove(destroy.streamId()))
                    .as("stream destroyed")
                    .isNotNull();
        } else if (message instanceof StreamDestroyAll) {
            streams.clear();
        } else if (message instanceof StreamClip clip) {
            stream(clip.streamId()).clip = clip.clip();
        } else if (message instanceof StreamActivateReport activate) {
            stream(activate.streamId()).activated = activate;
        } else if (message instanceof StreamData data) {
            Stream stream = stream(data.streamId());
            stream.waiting.add(new Frame(data.multiMediaTime(), stream.create.destination(), data.data()));
        } else if (message instanceof StreamDataSized data) {
            stream(data.streamId()).waiting.add(new Frame(data.multiMediaTime(), data.destination(), data.data()));
        } else {
            throw new AssertionError(message);
        }
    }

    /** No surface may go whose streams are still there. */
    boolean isEmpty() {
        return streams.isEmpty();
    }

    /** Shows the frames that came; what it reports of them. */
    List<StreamReport> show(Raster primary) {
        List<StreamReport> reports = new ArrayList<>();
        for (Stream stream : streams.values()) {
            for (Frame frame : stream.waiting) {
                draw(frame, stream.clip, primary);
                report(stream, frame).ifPresent(reports::add);
            }
            stream.waiting.clear();
        }
        return reports;
    }

    private Stream stream(int id) {
        return Optional.ofNullable(streams.get(id)).orElseThrow(() -> new AssertionError("stream " + id));
    }

    private static Optional<StreamReport> report(Stream stream, Frame frame) {
        return Optional.ofNullable(stream.activated)
                .map(activated -> new StreamReport(
                        activated.streamId(),
                        activated.uniqueId(),
                        frame.time(),
                        frame.time(),
                        1,
                        0,
                        40,
                        StreamReport.NO_AUDIO));
    }

    private static void draw(Frame frame, Clip clip, Raster primary) {
        BufferedImage picture = decoded(frame.data());
        int width = picture.getWidth();
        int height = picture.getHeight();
        byte[] pixels = new byte[4 * width * height];
        for (int i = 0; i < width * height; i++) {
            int colour = picture.getRGB(i % width, i / width);
            pixels[4 * i] = (byte) colour;
            pixels[4 * i + 1] = (byte) (colour >> 8);
            pixels[4 * i + 2] = (byte) (colour >> 16);
        }
        BitmapData bitmap = new BitmapData(
                BitmapFormat.THIRTY_TWO_BIT, BitmapData.TOP_DOWN, width, height, 4 * width, null, Bytes.wrap(pixels));
        DrawCopy drawing = new DrawCopy(
                new DrawBase(0, frame.box(), clip),
                new Image(new ImageDescriptor(0, 0, width, height), bitmap),
                Rect.ofSize(0, 0, width, height),
                RopDescriptor.OP_PUT,
                ScaleMode.NEAREST,
                Mask.NONE);
        Renderer.draw(drawing, primary, id -> primary);
    }

    static BufferedImage decoded(Bytes data) {
        try {
            BufferedImage picture = ImageIO.read(new ByteArrayInputStream(data.toArray()));
            assertThat(picture).as("a JPEG").isNotNull();
            return picture;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
