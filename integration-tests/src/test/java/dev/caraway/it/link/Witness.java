package dev.caraway.it.link;

import dev.caraway.it.client.ClientChannel;
import dev.caraway.it.client.Patience;
import dev.caraway.it.client.ScriptedClient;
import dev.caraway.it.harness.FramebufferGuest;
import dev.caraway.it.harness.TestServer;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.geometry.Rect;
import dev.caraway.protocol.inputs.KeyDown;
import dev.caraway.protocol.inputs.KeyUp;
import dev.caraway.server.SpiceServerBuilder;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * An honest session beside a hostile one. Whatever the other does, its picture goes on arriving and its keys go on being
 * pressed.
 */
final class Witness implements AutoCloseable {

    static final String PASSWORD = "sesame";

    private final FramebufferGuest guest = new FramebufferGuest(64, 48);
    private final TestServer server;
    private final ScriptedClient client;
    private final ClientChannel inputs;

    private Witness(UnaryOperator<SpiceServerBuilder> options) throws IOException, GeneralSecurityException {
        server = TestServer.with(guest, options);
        client = server.client().password(PASSWORD).connect();
        client.openDisplay();
        inputs = client.open(ChannelType.INPUTS);
    }

    /** Of a server with a password. */
    static Witness attach() throws IOException, GeneralSecurityException {
        return attach(options -> options);
    }

    /** Of a server that differs from that one. */
    static Witness attach(UnaryOperator<SpiceServerBuilder> options) throws IOException, GeneralSecurityException {
        return new Witness(builder -> options.apply(builder.password(PASSWORD.toCharArray())));
    }

    TestServer server() {
        return server;
    }

    int port() {
        return server.port();
    }

    FramebufferGuest guest() {
        return guest;
    }

    /** Another client of the same server, with the right password. */
    ScriptedClient newClient() throws IOException, GeneralSecurityException {
        return server.client().password(PASSWORD).connect();
    }

    /** Draws something, presses a key, and waits until both have arrived; fails if a channel was closed. */
    void requireUnharmed() throws IOException {
        int pressed = presses();
        guest.fill(Rect.ofSize(pressed % 60, 7, 4, 4), 0x10203 * (pressed + 1));
        client.awaitPicture(guest.sha256());
        inputs.send(new KeyDown(0x1e));
        inputs.send(new KeyUp(0x9e));
        Patience.until("the witness's key", () -> presses() > pressed);
        client.requireHealth();
    }

    private int presses() {
        List<String> events = guest.recorded().events();
        return (int) events.stream().filter("key 0x1e up"::equals).count();
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
    }
}
