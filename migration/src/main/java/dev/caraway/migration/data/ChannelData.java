package dev.caraway.migration.data;

import dev.caraway.protocol.wire.Encodable;

/**
 * What one channel carries to the target through its client: a layout of libspice-server, version 1, byte for byte.
 *
 * <p>A value holds what a layout can say within bounds. It does not say that any of it is true: the blob has passed
 * through the user's machine.
 */
public sealed interface ChannelData extends Encodable
        permits MainData, DisplayData, InputsData, SpicevmcData, SmartcardData {

    /** The version that all layouts have. */
    int VERSION = 1;

    /** The magic and the version, with which every layout begins. */
    int HEADER_BYTES = 8;
}
