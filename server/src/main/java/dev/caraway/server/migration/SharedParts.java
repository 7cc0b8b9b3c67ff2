package dev.caraway.server.migration;

import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.display.DisplayChannel;
import java.util.List;

/** What all clients of a server share, and the ways by which its guest draws. On the loop only. */
public interface SharedParts {

    /** Writes all of it but the pixels of surfaces; once the guest stands still. */
    void save(SpiceWriter out);

    /**
     * Takes up what another host has written, when all pixels of its surfaces have come; before any client.
     *
     * @throws dev.caraway.protocol.wire.WireException if no server with such a guest writes this
     */
    void restore(SpiceReader in);

    /** The clients that came from there are restored, in the same turn of the loop. */
    void onRestored();

    /** The displays, each the channel whose id is its place. */
    List<DisplayChannel> displays();

    /** The guest does not go to another host after all, although clients may have gone that it was told of. */
    void onStays();

    /** The guest is at another host, and what management holds pressed is held there. */
    void onMoved();

    /**
     * Lets go of what a client has held that does not come here.
     *
     * @param state of its inputs channel
     * @throws dev.caraway.protocol.wire.WireException if no such channel writes this
     */
    void letGo(SpiceReader state);

    /** Runs {@code task} once everything is drawn that the guest has drawn so far. */
    void whenGuestHeard(Runnable task);
}
