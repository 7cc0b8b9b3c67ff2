package dev.caraway.it.interop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A launcher that shows a recorded guest, with its control port and what its guest has heard. */
record ManagedHost(CarawayProcess caraway, Path socket, InputLogFile inputs) {

    private static final String AWAITING = "Awaiting the guest on ";

    /**
     * Starts one.
     *
     * @param directory for what belongs to it
     * @param name of it, unlike that of any other there
     * @param spice the value of {@code --spice}
     */
    static ManagedHost start(Processes processes, Path directory, String name, String spice, String... options) {
        Path socket = directory.resolve(name);
        Path inputs = directory.resolve(name + ".inputs");
        List<String> all = new ArrayList<>(List.of(
                "--spice",
                spice,
                "--guest",
                "replay,gap-us=1000,wait-client=on,file="
                        + RecordingWithRealClientTest.RECORDINGS.resolve("term.rec.xz"),
                "--input-log",
                inputs.toString(),
                "--qmp",
                "unix:" + socket + ",server=on,wait=off"));
        all.addAll(List.of(options));
        return new ManagedHost(
                CarawayProcess.start(processes, all.toArray(String[]::new)), socket, new InputLogFile(inputs));
    }

    ControlPortClient control() throws IOException {
        return ControlPortClient.connect(socket);
    }

    /** Where it has said that it waits for the guest. */
    String incomingUri() {
        return "tcp:"
                + caraway.process()
                        .awaitOutput(0, "where it waits", line -> line.startsWith(AWAITING))
                        .substring(AWAITING.length());
    }
}
