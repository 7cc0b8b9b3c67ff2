package dev.caraway.protocol.capability;

/** Capabilities of the playback channel; the bits of {@code SPICE_PLAYBACK_CAP_*}. */
public enum PlaybackCapability implements Capability {
    CELT_0_5_1(0),
    VOLUME(1),
    LATENCY(2),
    OPUS(3);

    private final int bit;

    PlaybackCapability(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
