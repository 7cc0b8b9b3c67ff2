package dev.caraway.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/** Two hosts or more, clients between them, and time that passes when a test says so. */
final class TwoHosts {

    /** So long a test waits for anything, in the time of its hosts. */
    private static final long PATIENCE_MILLIS = 60_000;

    private static final long PAUSE_MILLIS = 20;
    private static final int PAUSES_FOR_THREADS = 25;
    private static final long STARVED_NANOS = TimeUnit.MILLISECONDS.toNanos(3);

    private final HostTime time = new HostTime();
    private final HostNetwork network = new HostNetwork(time);
    private final Map<Integer, TestHost> hosts = new HashMap<>();
    private final List<FollowingClient> clients = new ArrayList<>();
    private final int displays;
    private final TestHost here;
    private final TestHost there;
    private int idlePauses;
    private int starvedPauses;

    TwoHosts() {
        this(1, options -> options);
    }

    /** Hosts with so many displays; {@code there} is what the guest's new host is told at its start. */
    TwoHosts(int displays, UnaryOperator<SpiceServerBuilder> there) {
        this.displays = displays;
        this.here = host(false, options -> options);
        this.there = host(true, there).listen();
        settle();
    }

    HostTime time() {
        return time;
    }

    HostNetwork network() {
        return network;
    }

    /** Where the guest runs first. */
    TestHost here() {
        return here;
    }

    /** Where it goes. */
    TestHost there() {
        return there;
    }

    /** One more host to which it can go. */
    TestHost another() {
        TestHost host = host(true, options -> options).listen();
        settle();
        return host;
    }

    TestHost host(boolean awaitsGuest, UnaryOperator<SpiceServerBuilder> options) {
        return host(new MovedGuest(displays), awaitsGuest, options);
    }

    TestHost host(MovedGuest guest, boolean awaitsGuest, UnaryOperator<SpiceServerBuilder> options) {
        int port = 5900 + hosts.size();
        TestHost host = new TestHost(time, network, port, guest, awaitsGuest, options);
        hosts.put(port, host);
        return host;
    }

    private Optional<TestHost> at(int port) {
        return Optional.ofNullable(hosts.get(port < 5900 + TestHost.SECURE ? port : port - TestHost.SECURE));
    }

    /** A client that has not logged in. */
    FollowingClient newClient() {
        FollowingClient client = new FollowingClient(time, this::at);
        clients.add(client);
        return client;
    }

    /** A client that sees the guest and types to it. */
    FollowingClient client() {
        return login(newClient());
    }

    FollowingClient login(FollowingClient client) {
        client.login(here);
        settle();
        // What a new client is asked for is said in its first moments.
        elapse(1000);
        return client;
    }

    /** Lets everybody do what there is to do now. */
    void settle() {
        boolean isAny = true;
        while (isAny) {
            isAny = time.runTasks();
            for (TestHost host : hosts.values()) {
                isAny |= host.settle();
            }
            for (FollowingClient client : clients) {
                isAny |= client.step();
            }
            idlePauses = isAny ? 0 : idlePauses;
            starvedPauses = isAny ? 0 : starvedPauses;
        }
        hosts.values().forEach(host -> assertThat(host.mistakes()).isEmpty());
    }

    /** Lets one thing happen, or a moment pass. */
    void step() {
        boolean isAny = time.runTask();
        for (TestHost host : hosts.values()) {
            isAny |= host.settle();
        }
        if (!isAny) {
            for (FollowingClient client : clients) {
                isAny = isAny || client.step();
            }
        }
        if (!isAny) {
            pause();
        }
    }

    private void pause() {
        try {
            // A guest's thread that is still at work says so soon; later it is only time that has to pass.
            long began = System.nanoTime();
            if (idlePauses < PAUSES_FOR_THREADS && time.awaitTask()) {
                idlePauses = 0;
                starvedPauses = 0;
            } else if (System.nanoTime() - began > STARVED_NANOS && starvedPauses < PAUSES_FOR_THREADS) {
                // The machine has given this thread no time, and a guest's neither.
                starvedPauses++;
            } else {
                idlePauses++;
                time.passTo(time.millis() + PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Lets time pass. */
    void elapse(long millis) {
        long until = time.millis() + millis;
        settle();
        while (time.passTo(until)) {
            settle();
        }
    }

    /** Lets time pass until something is so. */
    void until(String what, BooleanSupplier isSo) {
        long limit = time.millis() + PATIENCE_MILLIS;
        settle();
        while (!isSo.getAsBoolean()) {
            assertThat(time.millis()).as("waiting for %s", what).isLessThan(limit);
            pause();
            settle();
        }
    }

    /** What is wrong with a host that dies: nobody hears from it any more, and all its sockets end. */
    void kill(TestHost host) {
        host.die();
        network.cutStreams();
    }

    /** A host that the guest has left, and every client, ends as its process does. */
    void end(TestHost host) {
        host.die();
        hosts.values().remove(host);
    }

    void announce() {
        here.moves().announce(there.address());
        settle();
    }

    void start() {
        here.moves().startTo(HostNetwork.at(there.streamPort()));
        settle();
    }

    /** Moves guest and clients, as management does. */
    void move() {
        move(here, there);
    }

    void move(TestHost from, TestHost to) {
        long before = from.completions();
        from.moves().announce(to.address());
        settle();
        from.moves().startTo(HostNetwork.at(to.streamPort()));
        until("SPICE_MIGRATE_COMPLETED", () -> from.completions() > before);
        elapse(100);
    }

    /** The client shows what its host does, on every display. */
    void assertShows(FollowingClient client, TestHost host) {
        settle();
        for (int display = 0; display < displays; display++) {
            assertThat(client.screen().picture(display))
                    .as("display %d", display)
                    .isEqualTo(host.picture(display));
        }
    }
}
