package dev.caraway.server.compression;

import dev.caraway.codecs.pixel.Raster;
import dev.caraway.codecs.video.MjpegEncoder;
import dev.caraway.protocol.wire.Bytes;
import java.util.Arrays;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Compresses the frames of one client's video streams to MJPEG.
 *
 * <p>It owns an encoder and a buffer, made when they are first needed; one thread at a time, that of the client's
 * {@link CompressionLane}, which idle workers may help.
 */
public final class FrameCompressor {

    /** More threads have too little to do each, and other clients have frames too. */
    private static final int STRIPS_MAX = 4;

    /** What a frame takes at a high quality, about; one that takes more gets more. */
    private static final int PIXELS_PER_BYTE = 2;

    private static final int LEAST_BYTES = 1 << 14;

    private final Executor workers;
    private @Nullable MjpegEncoder encoder;
    private byte[] buffer = new byte[0];

    public FrameCompressor(Executor workers) {
        this.workers = workers;
    }

    /**
     * The frame as a JPEG of its own.
     *
     * @param quality 1 to 100, as libjpeg scales it
     */
    public Bytes compress(Raster frame, int quality) {
        MjpegEncoder mjpeg = encoder();
        int capacity = Math.max(LEAST_BYTES, frame.width() * frame.height() / PIXELS_PER_BYTE);
        int length = MjpegEncoder.DOES_NOT_FIT;
        while (length == MjpegEncoder.DOES_NOT_FIT) {
            if (buffer.length < capacity) {
                buffer = new byte[capacity];
            }
            length = mjpeg.compress(frame, quality, buffer, 0, workers);
            capacity = Math.multiplyExact(capacity, 2);
        }
        return Bytes.wrap(Arrays.copyOf(buffer, length));
    }

    private MjpegEncoder encoder() {
        if (encoder == null) {
            // The thread of the lane is one of the workers.
            int threads = Runtime.getRuntime().availableProcessors() - 1;
            encoder = new MjpegEncoder(Math.max(1, Math.min(STRIPS_MAX, threads)));
        }
        return encoder;
    }
}
