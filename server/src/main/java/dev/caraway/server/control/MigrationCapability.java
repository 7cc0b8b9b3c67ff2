package dev.caraway.server.control;

import static dev.caraway.server.control.Argument.required;
import static dev.caraway.server.control.ValueType.BOOLEAN;

import dev.caraway.server.control.ValueType.Structure;
import java.util.Arrays;
import java.util.List;

/** What management can switch on for moves, by QEMU's names and in its order. */
enum MigrationCapability {
    /** Pages that are sent again are sent as differences; here nothing is sent as it was before anyway. */
    XBZRLE(true),
    RDMA_PIN_ALL(false),
    /** A guest that changes too fast is slowed down; ours is held back by the move itself. */
    AUTO_CONVERGE(true),
    /** Blocks of zeros are not sent; there are no blocks. */
    ZERO_BLOCKS(true),
    COMPRESS(false),
    /** Events tell how a move comes along. */
    EVENTS(true),
    POSTCOPY_RAM(false),
    X_COLO(false),
    RELEASE_RAM(false),
    BLOCK(false),
    /** The destination answers; ours always does. */
    RETURN_PATH(true),
    /** A guest that stands still waits for {@code migrate-continue}. */
    PAUSE_BEFORE_SWITCHOVER(true),
    MULTIFD(false),
    DIRTY_BITMAPS(false),
    POSTCOPY_BLOCKTIME(false),
    /** A guest that arrives does not touch its disks before it runs; there are none. */
    LATE_BLOCK_ACTIVATE(true),
    X_IGNORE_SHARED(false),
    VALIDATE_UUID(false),
    BACKGROUND_SNAPSHOT(false),
    ZERO_COPY_SEND(false),
    POSTCOPY_PREEMPT(false);

    /** One that is to be set: any of QEMU's. */
    static final Structure SETTING = named(Arrays.asList(values()));

    /** One that is told: those that can be switched on, as drivers switch on what they find in the list. */
    static final Structure STATE = named(available());

    private final boolean isAvailable;

    MigrationCapability(boolean isAvailable) {
        this.isAvailable = isAvailable;
    }

    /** Whether it can be switched on: it works, or what it asks for is so anyway. */
    boolean isAvailable() {
        return isAvailable;
    }

    static MigrationCapability of(String name) {
        return Arrays.stream(values())
                .filter(capability -> ReplyTypes.word(capability).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + ": expected to be checked"));
    }

    static List<MigrationCapability> available() {
        return Arrays.stream(values()).filter(MigrationCapability::isAvailable).toList();
    }

    private static Structure named(List<MigrationCapability> capabilities) {
        return ValueType.structure(
                required("capability", ReplyTypes.words(capabilities.toArray(MigrationCapability[]::new))),
                required("state", BOOLEAN));
    }
}
