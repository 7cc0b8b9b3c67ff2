package dev.caraway.protocol.capability;

/** Capabilities of the inputs channel; the bits of {@code SPICE_INPUTS_CAP_*}. */
public enum InputsCapability implements Capability {
    KEY_SCANCODE(0);

    private final int bit;

    InputsCapability(int bit) {
        this.bit = bit;
    }

    @Override
    public int bit() {
        return bit;
    }
}
