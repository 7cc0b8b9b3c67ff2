package dev.caraway.protocol.capability;

/** Capabilities for every channel, negotiated in the link; the bits of {@code SPICE_COMMON_CAP_*}. */
public enum CommonCapability implements Capability {
    AUTH_SELECTION(0),
    AUTH_SPICE(1),
    AUTH_SASL(2),
    MINI_HEADER(3);

    private final int bit;

    CommonCapability(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
