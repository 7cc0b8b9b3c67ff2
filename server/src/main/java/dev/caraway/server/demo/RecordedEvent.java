package dev.caraway.server.demo;

import dev.caraway.protocol.display.SurfaceFormat;
import dev.caraway.protocol.display.draw.DrawMessage;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.server.guest.CursorShape;
import org.jspecify.annotations.Nullable;

/** What a recorded guest did, one thing at a time. */
sealed interface RecordedEvent {

    /** Whether the guest put it into a command ring; the others came through the device's registers. */
    default boolean isCommand() {
        return true;
    }

    /** What a log calls things of this kind. */
    default String kind() {
        return getClass().getSimpleName();
    }

    /**
     * The primary surface begins.
     *
     * @param pixels rows from top to bottom without gaps, or null for zeros
     */
    record CreatePrimary(
            int width,
            int height,
            SurfaceFormat format,
            @Nullable Bytes pixels) implements RecordedEvent {

        @Override
        public boolean isCommand() {
            return false;
        }
    }

    record DestroyPrimary() implements RecordedEvent {

        @Override
        public boolean isCommand() {
            return false;
        }
    }

    /** All surfaces end, the primary one with them. */
    record DestroySurfaces() implements RecordedEvent {

        @Override
        public boolean isCommand() {
            return false;
        }
    }

    /**
     * An off-screen surface begins.
     *
     * @param pixels rows from top to bottom without gaps, or null for zeros
     */
    record CreateSurface(
            int surfaceId,
            int width,
            int height,
            SurfaceFormat format,
            @Nullable Bytes pixels) implements RecordedEvent {}

    record DestroySurface(int surfaceId) implements RecordedEvent {}

    record Draw(DrawMessage drawable) implements RecordedEvent {

        @Override
        public String kind() {
            return drawable.getClass().getSimpleName();
        }
    }

    /** A drawing command that draws nothing. */
    record DrawNothing() implements RecordedEvent {}

    /**
     * Another cursor.
     *
     * @param x the column of the hot spot
     * @param y the row of the hot spot
     */
    record CursorSet(int x, int y, boolean visible, CursorShape shape) implements RecordedEvent {}

    /** The cursor moves, and can be seen from then on. */
    record CursorMove(int x, int y) implements RecordedEvent {}

    record CursorHide() implements RecordedEvent {}

    record CursorTrail(int length, int frequency) implements RecordedEvent {}

    /**
     * A command that is written as it should be but says what no server takes.
     *
     * @param reason a lower-case fragment
     */
    record Unusable(String kind, String reason) implements RecordedEvent {}
}
