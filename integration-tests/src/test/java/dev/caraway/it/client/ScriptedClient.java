package dev.caraway.it.client;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.ServerMessage;
import dev.caraway.protocol.display.DisplayInit;
import dev.caraway.protocol.link.LinkError;
import dev.caraway.protocol.link.LinkMessage;
import dev.caraway.protocol.link.LinkReply;
import dev.caraway.protocol.main.AttachChannels;
import dev.caraway.protocol.main.ChannelsList;
import dev.caraway.protocol.main.MainInit;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A SPICE client that does what a test says.
 *
 * <p>{@link Dialer#connect} links main as spice-gtk does: link, MAIN_INIT, ATTACH_CHANNELS, the channel list. Other channels
 * are opened one by one; the display's messages are drawn on {@link #canvas}.
 */
public final class ScriptedClient implements AutoCloseable {

    /** What spice-gtk offers: 80 MiB of images at four bytes a pixel, and a GLZ window of 16 MiB. */
    private static final DisplayInit DISPLAY_INIT = new DisplayInit(1, 20 << 20, 1, 4 << 20);

    private final Dialer dialer;
    private final ClientChannel main;
    private final MainInit init;
    private final ClientCanvas canvas = new ClientCanvas();
    private final List<ClientChannel> channels = new ArrayList<>();

    /** How a client reaches its server. */
    public static final class Dialer {

        private final int port;
        private String password = "";
        private boolean isMini = true;
        private int receiveBufferBytes;
        private @Nullable Path authority;

        private Dialer(int port) {
            this.port = port;
        }

        public Dialer password(String given) {
            password = given;
            return this;
        }

        /** A client from before the header of six bytes. */
        public Dialer fullHeader() {
            isMini = false;
            return this;
        }

        /** A client whose system takes little before it is read. */
        public Dialer receiveBuffer(int bytes) {
            receiveBufferBytes = bytes;
            return this;
        }

        /** TLS, trusting this CA. */
        public Dialer tls(Path ca) {
            authority = ca;
            return this;
        }

        /** Links main and waits until the server has said which channels there are. */
        public ScriptedClient connect() throws IOException, GeneralSecurityException {
            return new ScriptedClient(this);
        }

        /** Links main alone, as a client does that has a session under this id at another host. */
        public ClientChannel arrive(int connectionId) throws IOException, GeneralSecurityException {
            return link(connectionId, new ChannelId(ChannelType.MAIN, 0), message -> {});
        }

        private ClientChannel link(int connectionId, ChannelId channel, Consumer<ServerMessage> onMessage)
                throws IOException, GeneralSecurityException {
            Connection connection = dial();
            ClientLink link = new ClientLink(connection);
            LinkMessage message = isMini
                    ? ClientLink.message(connectionId, channel)
                    : ClientLink.messageWithFullHeader(connectionId, channel);
            LinkReply reply = link.open(message);
            require(channel, reply.error());
            link.chooseSpice();
            require(channel, link.present(reply, password));
            return new ClientChannel(channel, connection, isMini, onMessage);
        }

        private Connection dial() throws IOException, GeneralSecurityException {
            if (authority != null) {
                return Connection.tls(port, authority);
            }
            return receiveBufferBytes > 0 ? Connection.narrow(port, receiveBufferBytes) : Connection.plain(port);
        }

        private static void require(ChannelId channel, LinkError error) throws IOException {
            if (error != LinkError.OK) {
                throw new IOException("link of " + channel + ": expected OK, got " + error);
            }
        }
    }

    private ScriptedClient(Dialer dialer) throws IOException, GeneralSecurityException {
        this.dialer = dialer;
        main = dialer.link(0, new ChannelId(ChannelType.MAIN, 0), message -> {});
        channels.add(main);
        init = main.await(MainInit.class);
        main.send(new AttachChannels());
        main.await(ChannelsList.class);
    }

    /** A client of the server on this port; nothing happens before {@link Dialer#connect}. */
    public static Dialer to(int port) {
        return new Dialer(port);
    }

    public ClientChannel main() {
        return main;
    }

    /** What the server said first. */
    public MainInit init() {
        return init;
    }

    /** What the display channel drew so far. */
    public ClientCanvas canvas() {
        return canvas;
    }

    /** Opens the display and offers to cache what spice-gtk offers. */
    public ClientChannel openDisplay() throws IOException, GeneralSecurityException {
        return openDisplay(DISPLAY_INIT);
    }

    public ClientChannel openDisplay(DisplayInit displayInit) throws IOException, GeneralSecurityException {
        ClientChannel display = open(ChannelType.DISPLAY);
        display.send(displayInit);
        return display;
    }

    /** Links a channel of this session and says nothing on it. */
    public ClientChannel open(ChannelType type) throws IOException, GeneralSecurityException {
        Consumer<ServerMessage> onMessage = type == ChannelType.DISPLAY ? canvas::obey : message -> {};
        ClientChannel channel = dialer.link(init.sessionId(), new ChannelId(type, 0), onMessage);
        channels.add(channel);
        return channel;
    }

    /** Waits until the primary surface looks like this; tells what went wrong on a channel if it does not. */
    public void awaitPicture(String sha256) {
        Patience.until("picture " + sha256, () -> {
            requireHealth();
            return canvas.sha256().filter(sha256::equals).isPresent();
        });
    }

    /** Fails if a channel was closed, or said what no client understands. */
    public void requireHealth() {
        for (ClientChannel channel : channels) {
            channel.failure().ifPresent(failure -> {
                throw new AssertionError(channel.id() + " failed", failure);
            });
            if (channel.isEnded()) {
                throw new AssertionError(channel.id() + ": expected to be open after " + channel.messages());
            }
        }
    }

    @Override
    public void close() throws IOException {
        for (ClientChannel channel : channels) {
            channel.close();
        }
    }
}
