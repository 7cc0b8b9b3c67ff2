package dev.caraway.server.rehearsal;

import dev.caraway.protocol.main.DstInfo;
import dev.caraway.server.channel.ChannelClient;
import dev.caraway.server.channel.HostAddress;
import dev.caraway.server.channel.Loop;
import dev.caraway.server.channel.Outbox;
import dev.caraway.server.channel.StreamSockets;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.session.LinkedPeer;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Moves a made-up guest with its client between two made-up hosts, on a thread of its own, so that the JVM has loaded and
 * compiled what a real guest stands still for.
 *
 * <p>Everything but sockets is the real thing: handovers, snapshot, stream, and the first pictures at the target. None of it
 * belongs to the server: nothing is counted or kept, no port is opened, and what is logged carries {@link #LOG_KEY}. It ends
 * after {@value #MOVES} moves, or {@value #PROCESSOR_MILLIS} ms of a processor's time.
 */
public final class MoveRehearsal {

    /** Set in the logging context of its thread: a log leaves out what is said there. */
    public static final String LOG_KEY = "caraway.rehearsal";

    private static final Logger LOG = LoggerFactory.getLogger(MoveRehearsal.class);

    /** So often most of what a move runs was run that the JVM compiles it. */
    private static final int MOVES = 8;

    /** Nobody waits for it; but the guest may want the processor. */
    private static final long PROCESSOR_MILLIS = 1_000;

    /** A machine that is so busy is spared the rest. */
    private static final long LIMIT_MILLIS = 10_000;

    /** Of a made-up host's time: a move that takes so long is never over. */
    private static final long PATIENCE_MILLIS = 60_000;

    /** A channel that has just been linked is not moved before it has said what it says at first. */
    private static final long SETTLING_MILLIS = 1_000;

    /** So many are drawn before and after that a video is known as one. */
    private static final int PICTURES = 12;

    private static final long PICTURE_MILLIS = 40;
    private static final long LEAVING_MILLIS = 100;

    /** Makes hosts, where more is known than here. */
    public interface Stage {

        /**
         * A whole server but for its sockets.
         *
         * @param streams its way to the other one
         * @param awaitsGuest whether its guest comes from there
         */
        Host host(Loop loop, StreamSockets streams, Guest guest, boolean awaitsGuest);
    }

    /** A made-up server. On its loop only. */
    public interface Host {

        /** A client's socket was linked. */
        ChannelClient admit(LinkedPeer peer, Outbox outbox);

        /** Listens for another host. */
        void listen(HostAddress address);

        /** Tells clients where the guest will go. */
        void announce(DstInfo there);

        /** Moves the guest. */
        void moveTo(HostAddress address);

        /** Whether its guest has gone, and every client. */
        boolean hasMoved();

        void close();
    }

    private final Thread thread;
    private volatile boolean hasEnded;
    private volatile int moves;

    @SuppressWarnings("ThreadPriorityCheck")
    private MoveRehearsal(Stage stage, long delayMillis) {
        thread = new Thread(() -> run(stage, delayMillis), "caraway-move-rehearsal");
        thread.setDaemon(true);
        // A hint, where the system takes it: nothing depends on it.
        thread.setPriority(Thread.MIN_PRIORITY);
    }

    /** Begins one after a while; on any thread. */
    public static MoveRehearsal begin(Stage stage, long delayMillis) {
        MoveRehearsal rehearsal = new MoveRehearsal(stage, delayMillis);
        rehearsal.thread.start();
        return rehearsal;
    }

    /** Ends it after what it is at. On any thread, harmless when repeated. */
    public void end() {
        hasEnded = true;
        thread.interrupt();
    }

    /** Whether it is over within this time. */
    public boolean awaitEnd(long timeoutMillis) throws InterruptedException {
        thread.join(timeoutMillis);
        return !thread.isAlive();
    }

    /** How many moves were made so far. */
    public int moves() {
        return moves;
    }

    private void run(Stage stage, long delayMillis) {
        try {
            Thread.sleep(delayMillis);
            MDC.put(LOG_KEY, "on");
            Allowance allowance = new Allowance();
            for (int made = 1; made <= MOVES && new Move(stage, allowance).isMade(); made++) {
                moves = made;
            }
        } catch (InterruptedException e) {
            LOG.debug("rehearsal Interrupted");
        } catch (RuntimeException | Error e) {
            // Nobody has seen it; the server itself has yet to make this mistake.
            MDC.remove(LOG_KEY);
            LOG.error("rehearsal Failed", e);
        } finally {
            MDC.remove(LOG_KEY);
        }
    }

    /** What it may take of the machine. */
    private final class Allowance {

        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        private final long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LIMIT_MILLIS);

        boolean isSpent() {
            return hasEnded
                    || System.nanoTime() - until > 0
                    || (threads.isCurrentThreadCpuTimeSupported()
                            && threads.getCurrentThreadCpuTime() > TimeUnit.MILLISECONDS.toNanos(PROCESSOR_MILLIS));
        }
    }

    /** One move, from the first picture here to the last one there. */
    private static final class Move {

        private final RehearsalLoop loop = new RehearsalLoop();
        private final MemoryStreams streams = new MemoryStreams(loop);
        private final MovingGuest guestHere = new MovingGuest();
        private final MovingGuest guestThere = new MovingGuest();
        private final Host here;
        private final Host there;
        private final FollowingClient client;
        private final Allowance allowance;

        Move(Stage stage, Allowance allowance) {
            this.allowance = allowance;
            here = stage.host(loop, streams, guestHere, false);
            there = stage.host(loop, streams, guestThere, true);
            client = new FollowingClient(loop, here, there);
        }

        /** Makes it; whether that was possible in time. */
        boolean isMade() throws InterruptedException {
            try {
                HostAddress address = new HostAddress("", 0, Optional.empty());
                there.listen(address);
                client.logIn();
                if (!passes(SETTLING_MILLIS) || !draws(guestHere)) {
                    return false;
                }
                client.type();
                here.announce(new DstInfo(1, 0, "there", null));
                here.moveTo(address);
                long limit = loop.millis() + PATIENCE_MILLIS;
                while (!here.hasMoved() || !client.isThere()) {
                    if (loop.millis() > limit) {
                        throw new IllegalStateException("a rehearsed move does not end");
                    }
                    if (!passes(PICTURE_MILLIS)) {
                        return false;
                    }
                }
                client.type();
                return draws(guestThere);
            } finally {
                leave();
            }
        }

        private boolean draws(MovingGuest guest) throws InterruptedException {
            for (int pictures = 0; pictures < PICTURES; pictures++) {
                guest.draw();
                if (!passes(PICTURE_MILLIS)) {
                    return false;
                }
            }
            return true;
        }

        /** Lets hosts and client do what there is to do in this time of theirs; whether they may go on. */
        private boolean passes(long millis) throws InterruptedException {
            long end = loop.millis() + millis;
            do {
                boolean isAny = true;
                while (isAny) {
                    if (allowance.isSpent()) {
                        return false;
                    }
                    isAny = loop.runTasks();
                    isAny |= client.step();
                }
            } while (loop.awaitTask() || loop.passTo(end));
            return true;
        }

        private void leave() {
            client.hangUp();
            here.close();
            there.close();
            long end = loop.millis() + LEAVING_MILLIS;
            do {
                loop.runTasks();
            } while (loop.passTo(end));
        }
    }
}
