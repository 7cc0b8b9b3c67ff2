package dev.caraway.protocol.capability;

/** Capabilities of a display channel; the bits of {@code SPICE_DISPLAY_CAP_*}. */
public enum DisplayCapability implements Capability {
    SIZED_STREAM(0),
    MONITORS_CONFIG(1),
    COMPOSITE(2),
    A8_SURFACE(3),
    STREAM_REPORT(4),
    LZ4_COMPRESSION(5),
    PREF_COMPRESSION(6),
    GL_SCANOUT(7),
    MULTI_CODEC(8),
    CODEC_MJPEG(9),
    CODEC_VP8(10),
    CODEC_H264(11),
    PREF_VIDEO_CODEC_TYPE(12),
    CODEC_VP9(13),
    CODEC_H265(14);

    private final int bit;

    DisplayCapability(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
