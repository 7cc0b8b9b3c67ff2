package dev.caraway.server.migration;

import dev.caraway.server.guest.GuestState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** A guest's state that does what a test says. */
final class MadeUpState implements GuestState {

    /** Writes a round, and says whether another would pay. */
    interface Save {

        boolean write(int round, OutputStream out) throws IOException, InterruptedException;
    }

    /** Reads a round. */
    interface Load {

        void read(int round, InputStream in) throws IOException, InterruptedException;
    }

    /** The round of a guest that stands still. */
    static final int REST = -1;

    private final Save save;
    private final Load load;

    private MadeUpState(Save save, Load load) {
        this.save = save;
        this.load = load;
    }

    static GuestState saving(Save save) {
        return new MadeUpState(save, (round, in) -> {
            throw new AssertionError("no load was expected");
        });
    }

    static GuestState loading(Load load) {
        return new MadeUpState(
                (round, out) -> {
                    throw new AssertionError("no save was expected");
                },
                load);
    }

    @Override
    public String kind() {
        return "made-up/1";
    }

    @Override
    public boolean saveWhileRunning(int round, OutputStream out) throws IOException {
        try {
            return save.write(round, out);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void save(OutputStream out) throws IOException {
        saveWhileRunning(REST, out);
    }

    @Override
    public void loadWhileRunning(int round, InputStream in) throws IOException {
        try {
            load.read(round, in);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void load(InputStream in) throws IOException {
        loadWhileRunning(REST, in);
    }
}
