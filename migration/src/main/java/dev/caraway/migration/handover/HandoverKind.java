package dev.caraway.migration.handover;

import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.base.Migrate;

/** What is to be observed when a channel is handed over. */
public enum HandoverKind {
    /** Carries data, goes last, and cannot be called back. */
    MAIN(Migrate.NEED_FLUSH | Migrate.NEED_DATA_TRANSFER),
    /** Carries data. */
    WITH_DATA(Migrate.NEED_FLUSH | Migrate.NEED_DATA_TRANSFER),
    /** Carries nothing: its client changes sockets at once. */
    WITHOUT_DATA(0);

    private final int migrateFlags;

    HandoverKind(int migrateFlags) {
        this.migrateFlags = migrateFlags;
    }

    public static HandoverKind of(ChannelType type) {
        return switch (type) {
            case MAIN -> MAIN;
            case DISPLAY, INPUTS, SMARTCARD, USBREDIR, PORT, WEBDAV -> WITH_DATA;
            case CURSOR, PLAYBACK, RECORD -> WITHOUT_DATA;
        };
    }

    /** The flags of MIGRATE. */
    public int migrateFlags() {
        return migrateFlags;
    }
}
