package dev.caraway.it.harness;

import dev.caraway.it.client.ScriptedClient;
import dev.caraway.server.Screenshot;
import dev.caraway.server.SpiceServer;
import dev.caraway.server.SpiceServerBuilder;
import dev.caraway.server.event.Endpoint;
import dev.caraway.server.guest.Guest;
import java.io.IOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** A server on a free port of this machine, closed with the test. */
public final class TestServer implements AutoCloseable {

    private static final long TIMEOUT_SECONDS = 10;

    private final SpiceServer server;

    private TestServer(SpiceServer server) {
        this.server = server;
    }

    /** A server that lets everybody in. */
    public static TestServer open(Guest guest) throws IOException {
        return with(guest, SpiceServerBuilder::disableTicketing);
    }

    /** A server as {@code options} says; whether it wants a password has to be said there. */
    public static TestServer with(Guest guest, UnaryOperator<SpiceServerBuilder> options) throws IOException {
        return new TestServer(options.apply(SpiceServer.builder().guest(guest).listen("127.0.0.1", 0))
                .start());
    }

    public SpiceServer server() {
        return server;
    }

    /** The plain port. */
    public int port() {
        return port(0);
    }

    /** The port of the address that was given as the {@code index}th. */
    public int port(int index) {
        Endpoint endpoint = server.endpoints().get(index);
        return endpoint.port().orElseThrow();
    }

    /** How to connect a client to the plain port. */
    public ScriptedClient.Dialer client() {
        return ScriptedClient.to(port());
    }

    /** The digest of what the server itself shows now. */
    public String sha256() {
        return sha256(0);
    }

    /** The same of any display. */
    public String sha256(int display) {
        Screenshot picture = await(server.screenshot(display));
        return Pictures.sha256(picture.pixels());
    }

    /** Waits for something that the server promised. */
    public static <T> T await(CompletionStage<T> promise) {
        try {
            return promise.toCompletableFuture().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("promise: expected to be kept", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("promise: expected to be kept", e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
