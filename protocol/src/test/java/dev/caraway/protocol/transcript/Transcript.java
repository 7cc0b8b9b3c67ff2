package dev.caraway.protocol.transcript;

import dev.caraway.protocol.header.MiniHeader;
import dev.caraway.protocol.link.EncryptedTicket;
import dev.caraway.protocol.link.LinkHeader;
import dev.caraway.protocol.link.LinkMessage;
import dev.caraway.protocol.link.LinkReply;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A recorded session: what went over each of its connections in both directions.
 *
 * <p>{@code docs/development/fixtures.md} says where they come from.
 */
public record Transcript(String name, List<Connection> connections) {

    /** The archives among the test resources. */
    public static final List<String> NAMES = List.of(
            "desktop-autoglz",
            "qemu-migrate-dst",
            "qemu-migrate-src",
            "term-autoglz",
            "term-lz",
            "term-lz4",
            "term-quic",
            "video-filter");

    /** One message without its header. */
    public record Frame(int opcode, Bytes body) {}

    /**
     * One connection.
     *
     * @param link the link message without its header, and {@code reply} alike
     */
    public record Connection(String name, Bytes link, Bytes reply, List<Frame> fromClient, List<Frame> fromServer) {

        /** The code of the channel's type. */
        public int channelType() {
            return LinkMessage.decode(new SpiceReader("link", link)).channelType();
        }
    }

    public static Transcript load(String name) throws IOException {
        try (InputStream archive = Objects.requireNonNull(
                Transcript.class.getResourceAsStream("/transcripts/" + name + ".tar.xz"), name)) {
            Map<String, byte[]> files = TarXz.read(archive);
            List<Connection> connections = new ArrayList<>();
            for (String file : files.keySet()) {
                if (file.endsWith(".c2s")) {
                    String connection = file.substring(0, file.length() - ".c2s".length());
                    connections.add(connection(
                            connection,
                            Bytes.wrap(files.get(file)),
                            Bytes.wrap(Objects.requireNonNull(files.get(connection + ".s2c"), connection))));
                }
            }
            return new Transcript(name, List.copyOf(connections));
        }
    }

    /** After its link message a client says its mechanism of 4 bytes and its ticket; a server says its result. */
    private static Connection connection(String name, Bytes fromClient, Bytes fromServer) {
        Bytes link = linked(fromClient);
        Bytes reply = linked(fromServer);
        LinkReply.decode(new SpiceReader("reply", reply));
        int authBytes = 4 + EncryptedTicket.BYTES;
        int resultBytes = 4;
        return new Connection(
                name,
                link,
                reply,
                frames(fromClient, LinkHeader.BYTES + link.length() + authBytes),
                frames(fromServer, LinkHeader.BYTES + reply.length() + resultBytes));
    }

    private static Bytes linked(Bytes direction) {
        LinkHeader header = LinkHeader.decode(new SpiceReader("link header", direction));
        return direction.slice(LinkHeader.BYTES, (int) header.size());
    }

    private static List<Frame> frames(Bytes direction, int from) {
        List<Frame> frames = new ArrayList<>();
        int at = from;
        while (at < direction.length()) {
            MiniHeader header =
                    MiniHeader.decode(new SpiceReader("header", direction.slice(at, direction.length() - at)));
            at += MiniHeader.BYTES;
            frames.add(new Frame(header.type(), direction.slice(at, (int) header.size())));
            at += (int) header.size();
        }
        return List.copyOf(frames);
    }
}
