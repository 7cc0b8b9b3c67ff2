package dev.caraway.server.demo;

import java.io.IOException;

/**
 * How far a replay has come.
 *
 * @param pass counts from 1
 * @param events of the recording that were put on the display in this pass, 0 or more
 * @param commands of these that were drawing commands or cursor commands
 * @param isReported whether the pass is over, and nothing is left of it but its picture
 */
record ReplayPosition(int pass, long events, int commands, boolean isReported) {

    ReplayPosition {
        if (pass < 1 || events < 0 || commands < 0 || commands > events) {
            throw new IllegalArgumentException("replay position: expected one in a recording, got pass " + pass
                    + ", event " + events + ", command " + commands);
        }
    }

    static ReplayPosition startOf(int pass) {
        return new ReplayPosition(pass, 0, 0, false);
    }

    ReplayPosition afterEvent(boolean isCommand) {
        return new ReplayPosition(pass, events + 1, commands + (isCommand ? 1 : 0), isReported);
    }

    ReplayPosition reported() {
        return new ReplayPosition(pass, events, commands, true);
    }

    void write(StateWriter out) throws IOException {
        out.number(pass);
        out.longNumber(events);
        out.number(commands);
        out.flag(isReported);
    }

    static ReplayPosition read(StateReader in) throws IOException {
        int pass = in.number("replay pass", 1, Integer.MAX_VALUE);
        long events = in.longNumber("replay event", 0, Long.MAX_VALUE);
        int commands = in.number("replay command", 0, (int) Math.min(events, Integer.MAX_VALUE));
        return new ReplayPosition(pass, events, commands, in.flag("replay pass reported"));
    }
}
