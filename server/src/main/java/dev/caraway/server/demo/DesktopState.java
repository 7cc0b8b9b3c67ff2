package dev.caraway.server.demo;

import dev.caraway.server.guest.GuestState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;

/**
 * What of a desktop moves to another host: whether its heads are displays of their own, its time zone, the size that it would
 * have if it ran, and the desktop itself. It is a few kilobytes, and all of it goes while the machine stands still.
 */
final class DesktopState implements GuestState {

    private static final int MAX_ZONE_CHARS = 64;

    /**
     * A desktop that stands still.
     *
     * @param isSeparate whether each head is a display of its own
     * @param zone whose time its clock shows
     * @param wish the heads that it will have as soon as it runs
     */
    record Moving(boolean isSeparate, ZoneId zone, Optional<HeadRow> wish, Desktop desktop) {

        void save(StateWriter out) throws IOException {
            out.flag(isSeparate);
            out.text(zone.getId());
            out.flag(wish.isPresent());
            if (wish.isPresent()) {
                wish.get().save(out);
            }
            desktop.save(out);
        }

        int displays() {
            return isSeparate ? desktop.heads().heads().size() : 1;
        }

        static Moving load(StateReader in) throws IOException {
            boolean isSeparate = in.flag("separate displays");
            ZoneId zone = zone(in.text("time zone", MAX_ZONE_CHARS));
            Optional<HeadRow> wish = in.flag("wish") ? Optional.of(HeadRow.load(in)) : Optional.empty();
            Moving arrived = new Moving(isSeparate, zone, wish, Desktop.load(in));
            if (isSeparate && wish.isPresent()) {
                int wished = wish.get().heads().size();
                if (wished != arrived.displays()) {
                    throw new IOException("wish: expected " + arrived.displays() + " heads, got " + wished);
                }
            }
            return arrived;
        }

        private static ZoneId zone(String name) throws IOException {
            try {
                return ZoneId.of(name);
            } catch (DateTimeException e) {
                throw new IOException("time zone " + name + ": expected a known one", e);
            }
        }
    }

    /** The guest whose desktop moves. */
    interface Desk {

        /** What the desktop writes of itself as soon as nothing in it moves. */
        byte[] written() throws IOException;

        /** Shows this desktop instead of its own. */
        void show(Moving arrived) throws IOException;
    }

    private final Desk desk;

    DesktopState(Desk desk) {
        this.desk = desk;
    }

    @Override
    public String kind() {
        return "desktop/1";
    }

    @Override
    public void save(OutputStream out) throws IOException {
        out.write(desk.written());
    }

    @Override
    public void load(InputStream in) throws IOException {
        StateReader reader = new StateReader(in);
        Moving arrived = Moving.load(reader);
        reader.end();
        desk.show(arrived);
    }
}
