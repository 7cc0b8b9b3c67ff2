package dev.caraway.protocol.capability;

/** Capabilities of the record channel; the bits of {@code SPICE_RECORD_CAP_*}. */
public enum RecordCapability implements Capability {
    CELT_0_5_1(0),
    VOLUME(1),
    OPUS(2);

    private final int bit;

    RecordCapability(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
