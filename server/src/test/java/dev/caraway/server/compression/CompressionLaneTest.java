package dev.caraway.server.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caraway.server.channel.VirtualLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CompressionLaneTest {

    private static final long SMALL = CompressionLane.PIXELS_ON_LOOP;
    private static final long LARGE = CompressionLane.PIXELS_ON_LOOP + 1;

    private final VirtualLoop loop = new VirtualLoop();
    private final Queue<Runnable> onWorkers = new ArrayDeque<>();
    private final CompressionLane lane = new CompressionLane(loop, onWorkers::add);
    private final List<String> happened = new ArrayList<>();

    @Test
    void smallJobIsOverAtOnce() {
        lane.run(new Job("a", SMALL));

        assertThat(happened).containsExactly("compress a", "done a");
        assertThat(onWorkers).isEmpty();
    }

    @Test
    void largeJobRunsOnAWorkerAndIsDoneOnTheLoop() {
        lane.run(new Job("a", LARGE));
        assertThat(happened).isEmpty();

        work();
        assertThat(happened).containsExactly("compress a");

        loop.runTasks();
        assertThat(happened).containsExactly("compress a", "done a");
    }

    @Test
    void smallJobWaitsForTheLargeOneBeforeIt() {
        lane.run(new Job("a", LARGE));
        lane.run(new Job("b", SMALL));
        work();
        assertThat(happened).containsExactly("compress a");

        loop.runTasks();
        assertThat(happened).containsExactly("compress a", "done a", "compress b", "done b");
    }

    @Test
    void mistakeOfOneJobIsToldAndTheNextRuns() {
        for (long pixels : new long[] {SMALL, LARGE}) {
            happened.clear();
            lane.run(new Job("a", pixels) {
                @Override
                public void compress() {
                    throw new IllegalStateException("broken");
                }
            });
            lane.run(new Job("b", SMALL));
            work();
            loop.runTasks();
            assertThat(happened).containsExactly("failed a: broken", "compress b", "done b");
        }
    }

    @Test
    void jobsAreDoneInTheOrderInWhichTheyWereAskedFor() {
        Random random = new Random(5);
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            lane.run(new Job("job " + i, random.nextBoolean() ? SMALL : LARGE));
            expected.add("compress job " + i);
            expected.add("done job " + i);
            if (random.nextInt(3) == 0) {
                work();
            }
            if (random.nextInt(3) == 0) {
                loop.runTasks();
            }
        }
        while (happened.size() < expected.size()) {
            work();
            loop.runTasks();
        }
        assertThat(happened).isEqualTo(expected);
    }

    private void work() {
        for (Runnable job = onWorkers.poll(); job != null; job = onWorkers.poll()) {
            job.run();
        }
    }

    private class Job implements CompressionLane.Job {

        private final String name;
        private final long pixels;

        Job(String name, long pixels) {
            this.name = name;
            this.pixels = pixels;
        }

        @Override
        public long pixels() {
            return pixels;
        }

        @Override
        public void compress() {
            happened.add("compress " + name);
        }

        @Override
        public void onCompressed() {
            happened.add("done " + name);
        }

        @Override
        public void onFailed(Throwable mistake) {
            happened.add("failed " + name + ": " + mistake.getMessage());
        }
    }
}
