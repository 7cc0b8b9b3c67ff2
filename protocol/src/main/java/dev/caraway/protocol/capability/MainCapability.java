package dev.caraway.protocol.capability;

/** Capabilities of the main channel; the bits of {@code SPICE_MAIN_CAP_*}. */
public enum MainCapability implements Capability {
    SEMI_SEAMLESS_MIGRATE(0),
    NAME_AND_UUID(1),
    AGENT_CONNECTED_TOKENS(2),
    SEAMLESS_MIGRATE(3);

    private final int bit;

    MainCapability(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
