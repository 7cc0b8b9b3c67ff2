package dev.caraway.protocol.capability;

/** Capabilities of the usbredir, port and webdav channels; the bits of {@code SPICE_SPICEVMC_CAP_*}. */
public enum SpicevmcCapability implements Capability {
    DATA_COMPRESS_LZ4(0);

    private final int bit;

    SpicevmcCapability(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
