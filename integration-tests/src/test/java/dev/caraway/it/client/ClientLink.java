package dev.caraway.it.client;

import dev.caraway.protocol.ChannelId;
import dev.caraway.protocol.ChannelType;
import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.capability.CommonCapability;
import dev.caraway.protocol.capability.DisplayCapability;
import dev.caraway.protocol.capability.MainCapability;
import dev.caraway.protocol.link.AuthMechanism;
import dev.caraway.protocol.link.LinkError;
import dev.caraway.protocol.link.LinkHeader;
import dev.caraway.protocol.link.LinkMessage;
import dev.caraway.protocol.link.LinkReply;
import dev.caraway.protocol.link.LinkResult;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import java.io.IOException;
import java.security.GeneralSecurityException;

/**
 * The client's part of a link, one method a step, so that a test can do any step wrong.
 *
 * <p>In order: {@link #open}, {@link #chooseSpice}, {@link #present}. After {@link LinkError#OK} the channel's messages
 * follow on the same connection.
 */
public final class ClientLink {

    private static final Capabilities COMMON =
            Capabilities.of(CommonCapability.AUTH_SELECTION, CommonCapability.AUTH_SPICE, CommonCapability.MINI_HEADER);

    private final Connection connection;

    public ClientLink(Connection connection) {
        this.connection = connection;
    }

    /** What spice-gtk says to link a channel; {@code connectionId} is 0 for main. */
    public static LinkMessage message(int connectionId, ChannelId channel) {
        return new LinkMessage(connectionId, channel.type().code(), channel.id(), COMMON, capabilities(channel.type()));
    }

    /** The same of a client that knows only headers of 18 bytes. */
    public static LinkMessage messageWithFullHeader(int connectionId, ChannelId channel) {
        Capabilities common = Capabilities.of(CommonCapability.AUTH_SELECTION, CommonCapability.AUTH_SPICE);
        return new LinkMessage(connectionId, channel.type().code(), channel.id(), common, capabilities(channel.type()));
    }

    private static Capabilities capabilities(ChannelType type) {
        return switch (type) {
            case MAIN ->
                Capabilities.of(
                        MainCapability.SEMI_SEAMLESS_MIGRATE,
                        MainCapability.NAME_AND_UUID,
                        MainCapability.SEAMLESS_MIGRATE);
            case DISPLAY -> Capabilities.of(DisplayCapability.SIZED_STREAM, DisplayCapability.MONITORS_CONFIG);
            default -> Capabilities.NONE;
        };
    }

    /** Says who we are and what we want. */
    public LinkReply open(LinkMessage message) throws IOException {
        connection.write(LinkHeader.frame(message));
        return readReply();
    }

    /** A header and what it announces. */
    public LinkReply readReply() throws IOException {
        LinkHeader header = LinkHeader.decode(new SpiceReader("SpiceLinkHeader", connection.read(LinkHeader.BYTES)));
        Bytes body = connection.read((int) Math.min(header.size(), Integer.MAX_VALUE));
        SpiceReader in = new SpiceReader("SpiceLinkReply", body);
        LinkReply reply = LinkReply.decode(in);
        in.end();
        return reply;
    }

    /** Chooses the ticket among the ways to authenticate. */
    public void chooseSpice() throws IOException {
        connection.write(SpiceWriter.encode(AuthMechanism.SPICE));
    }

    /** Presents the password under the key of the reply, and hears whether the link is made. */
    public LinkError present(LinkReply reply, String password) throws IOException, GeneralSecurityException {
        connection.write(TicketBlock.of(reply.publicKey(), password));
        return readResult();
    }

    public LinkError readResult() throws IOException {
        return LinkResult.decode(new SpiceReader("SpiceLinkResult", connection.read(LinkResult.BYTES)))
                .error();
    }
}
