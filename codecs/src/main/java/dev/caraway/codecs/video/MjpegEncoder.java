package dev.caraway.codecs.video;

import dev.caraway.codecs.jpeg.JpegEncoder;
import dev.caraway.codecs.jpeg.JpegSampling;
import dev.caraway.codecs.jpeg.JpegStrips;
import dev.caraway.codecs.pixel.Raster;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Compresses the frames of a video stream, each to a JPEG file of its own (4:2:0).
 *
 * <p>No frame depends on another: each may have its own size and quality, and any may be dropped.
 *
 * <p>With more than one strip, a frame is cut into that many bands, which helpers may compress at the same time. The
 * encoder has no threads: it offers the work to the executor that it is given, and does itself what nobody has begun.
 * So it neither needs a helper nor waits for one that has not started.
 *
 * <p>An encoder owns about 600 KiB for each strip and buffers of the size of the compressed frame. Keep it, and give it
 * to one thread at a time.
 */
public final class MjpegEncoder {

    /** The answer of {@code compress} when the output does not fit. */
    public static final int DOES_NOT_FIT = -1;

    private static final JpegSampling SAMPLING = JpegSampling.FOUR_TWO_ZERO;

    private final JpegEncoder encoder = new JpegEncoder();
    private final StripBuffer[] buffers;

    /** @param stripCount how many threads may compress a frame together, 1 or more */
    public MjpegEncoder(int stripCount) {
        if (stripCount < 1) {
            throw new IllegalArgumentException("mjpeg strips: expected 1 or more, got " + stripCount);
        }
        buffers = new StripBuffer[stripCount];
        for (int i = 0; i < stripCount; i++) {
            buffers[i] = new StripBuffer();
        }
    }

    /** The most that compressing such a frame can take. */
    public static long maxCompressedBytes(int width, int height) {
        return JpegEncoder.maxCompressedBytes(SAMPLING, width, height);
    }

    /**
     * Compresses a frame on the calling thread alone, in one strip, into {@code out} from {@code offset} on.
     *
     * @param quality 1 to 100, as libjpeg scales it
     * @return the number of bytes written, or {@link #DOES_NOT_FIT}; then the bytes from {@code offset} on are undefined
     * @throws IllegalArgumentException if the raster has no colours or a side of more than
     *     {@link JpegEncoder#SIDE_MAX}
     */
    public int compress(Raster frame, int quality, byte[] out, int offset) {
        return encoder.compress(frame, quality, SAMPLING, out, offset);
    }

    /**
     * Compresses a frame with the help of {@code helpers}; otherwise like {@link #compress(Raster, int, byte[], int)}.
     * The frame's pixels are read by other threads until this returns, and not after.
     *
     * @param helpers runs up to one task less than there are strips; may run them late, on the calling thread,
     *     or never, and may refuse them
     */
    public int compress(Raster frame, int quality, byte[] out, int offset, Executor helpers) {
        JpegStrips strips = JpegStrips.about(buffers.length, frame, SAMPLING);
        // More strips than buffers: a strip would be too large for a restart interval.
        if (strips.count() == 1 || strips.count() > buffers.length) {
            return compress(frame, quality, out, offset);
        }
        FrameWork work = new FrameWork(frame, quality, strips, buffers, out.length - offset);
        offer(work, strips.count() - 1, helpers);
        work.run();
        work.awaitStrips();
        return join(strips.count(), out, offset);
    }

    private static void offer(FrameWork work, int times, Executor helpers) {
        try {
            for (int i = 0; i < times; i++) {
                helpers.execute(work);
            }
        } catch (RejectedExecutionException e) {
            // Whoever has no time for it: the frame does not need help.
            return;
        }
    }

    private int join(int count, byte[] out, int offset) {
        int at = offset;
        for (int strip = 0; strip < count; strip++) {
            StripBuffer buffer = buffers[strip];
            if (buffer.length() < 0 || buffer.length() > out.length - at) {
                return DOES_NOT_FIT;
            }
            System.arraycopy(buffer.bytes(), 0, out, at, buffer.length());
            at += buffer.length();
        }
        return at - offset;
    }
}
