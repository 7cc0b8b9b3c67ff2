package dev.caraway.server.demo;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * How far a replay has come.
 *
 * @param pass counts from 1; one more than there are when all were played
 * @param events of the recording that were put on the display in this pass, 0 or more
 * @param commands of these that were drawing commands or cursor commands
 */
record ReplayPosition(int pass, long events, int commands) {

    static final ReplayPosition START = new ReplayPosition(1, 0, 0);

    ReplayPosition {
        if (pass < 1 || events < 0 || commands < 0 || commands > events) {
            throw new IllegalArgumentException("replay position: expected one in a recording, got pass " + pass
                    + ", event " + events + ", command " + commands);
        }
    }

    ReplayPosition afterEvent(boolean isCommand) {
        return new ReplayPosition(pass, events + 1, commands + (isCommand ? 1 : 0));
    }

    ReplayPosition afterPass() {
        return new ReplayPosition(pass + 1, 0, 0);
    }

    void write(DataOutputStream out) throws IOException {
        out.writeInt(pass);
        out.writeLong(events);
        out.writeInt(commands);
    }

    static ReplayPosition read(DataInputStream in) throws IOException {
        try {
            return new ReplayPosition(in.readInt(), in.readLong(), in.readInt());
        } catch (IllegalArgumentException e) {
            throw new IOException(e.getMessage(), e);
        }
    }
}
