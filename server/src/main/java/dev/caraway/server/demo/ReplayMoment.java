package dev.caraway.server.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A replay that stands still: what another host must know to go on with it.
 *
 * @param waitNanos how long the next command waits at least
 * @param elapsedNanos since the first command of the pass
 * @param cpuNanos of the process, since then
 * @param surfaceIds the surfaces that the display has taken, in ascending order
 */
record ReplayMoment(
        ReplayPosition position, long waitNanos, long elapsedNanos, long cpuNanos, List<Integer> surfaceIds) {

    private static final int SURFACES = 1024;

    ReplayMoment {
        surfaceIds = List.copyOf(surfaceIds);
    }

    void write(StateWriter out) throws IOException {
        position.write(out);
        out.longNumber(waitNanos);
        out.longNumber(elapsedNanos);
        out.longNumber(cpuNanos);
        out.number(surfaceIds.size());
        for (int surfaceId : surfaceIds) {
            out.number(surfaceId);
        }
    }

    static ReplayMoment read(StateReader in) throws IOException {
        ReplayPosition position = ReplayPosition.read(in);
        long waitNanos = in.longNumber("replay wait", 0, ReplayOptions.MAX_GAP_NANOS);
        long elapsedNanos = in.longNumber("replay time", 0, Long.MAX_VALUE / 2);
        long cpuNanos = in.longNumber("replay processor time", 0, Long.MAX_VALUE / 2);
        int count = in.number("surfaces", 0, SURFACES);
        List<Integer> surfaceIds = new ArrayList<>();
        int lowest = 0;
        for (int i = 0; i < count; i++) {
            int surfaceId = in.number("surface", lowest, SURFACES - 1);
            surfaceIds.add(surfaceId);
            lowest = surfaceId + 1;
        }
        return new ReplayMoment(position, waitNanos, elapsedNanos, cpuNanos, surfaceIds);
    }
}
