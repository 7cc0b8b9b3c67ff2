package dev.caraway.server.agent;

import dev.caraway.protocol.agent.AgentMessageHeader;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.channel.ProtocolException;
import java.util.Arrays;

/**
 * Puts together the agent messages that a client sends in pieces.
 *
 * <p>Only a message that its listener wants is kept, up to the bytes that the listener allows; of any other nothing is
 * held however large it says it is. Pure; one thread.
 */
final class AgentMessages {

    /** Whoever wants to hear messages. */
    interface Listener {

        /** The largest message of this type that is wanted; 0 if none is. */
        int maxBytes(long type);

        /** A wanted message, whole. */
        void onMessage(long type, Bytes body);
    }

    private static final byte[] EMPTY = {};

    private final Listener listener;
    private final byte[] header = new byte[AgentMessageHeader.BYTES];
    private int headerBytes;
    private long type;
    private long bytesLeft;
    private boolean isWanted;
    private byte[] body = EMPTY;
    private int bodyBytes;

    AgentMessages(Listener listener) {
        this.listener = listener;
    }

    /**
     * Takes the next piece; a message may begin and end anywhere in it.
     *
     * @throws ProtocolException if the bytes are not those of agent messages
     */
    void take(Bytes piece) {
        int at = 0;
        while (at < piece.length()) {
            if (headerBytes < header.length) {
                int taken = Math.min(header.length - headerBytes, piece.length() - at);
                piece.slice(at, taken).copyTo(header, headerBytes);
                headerBytes += taken;
                at += taken;
                if (headerBytes == header.length) {
                    begin();
                }
            } else {
                int taken = (int) Math.min(bytesLeft, piece.length() - at);
                takeBody(piece.slice(at, taken));
                at += taken;
            }
        }
    }

    /** Whether a wanted message is under way. */
    boolean isWanted() {
        return headerBytes == header.length && isWanted;
    }

    /** How many bytes are to come of the message under way. */
    long bytesLeft() {
        return headerBytes == header.length ? bytesLeft : 0;
    }

    /** Writes the part of a message that has come. */
    void save(SpiceWriter out) {
        out.u8(headerBytes);
        out.bytes(Bytes.copyOf(header, 0, headerBytes));
        if (headerBytes == header.length) {
            out.u32(bytesLeft);
            if (isWanted) {
                out.bytes(Bytes.copyOf(body, 0, bodyBytes));
            }
        }
    }

    /**
     * Takes up the part of a message that {@link #save} has written; before anything else is taken.
     *
     * @throws ProtocolException if no message begins like this
     */
    void restore(SpiceReader in) {
        int count = in.u8("agent.header_bytes");
        if (count > header.length) {
            throw in.violation("agent.header_bytes", "expected at most " + header.length + ", got " + count);
        }
        Bytes begun = in.bytes("agent.header", count);
        begun.copyTo(header, 0);
        headerBytes = count;
        if (count < header.length) {
            return;
        }
        begin();
        long left = in.u32("agent.bytes_left");
        if (left < 1 || left > bytesLeft) {
            throw in.violation("agent.bytes_left", "expected 1 to " + bytesLeft + ", got " + left);
        }
        if (isWanted) {
            takeBody(in.bytes("agent.body", (int) (bytesLeft - left)));
        } else {
            bytesLeft = left;
        }
    }

    private void begin() {
        AgentMessageHeader begun = AgentMessageHeader.decode(new SpiceReader("agent message", Bytes.wrap(header)));
        if (begun.protocol() != AgentMessageHeader.PROTOCOL) {
            throw ProtocolException.session("agent message: expected protocol 1, got " + begun.protocol());
        }
        type = begun.type();
        bytesLeft = begun.size();
        int wantedBytes = listener.maxBytes(type);
        if (wantedBytes > 0 && bytesLeft > wantedBytes) {
            throw ProtocolException.session(
                    "agent message " + type + ": expected at most " + wantedBytes + " bytes, got " + bytesLeft);
        }
        isWanted = wantedBytes > 0;
        bodyBytes = 0;
        endIfWhole();
    }

    private void takeBody(Bytes piece) {
        if (isWanted) {
            // It grows with what has arrived, whatever the header announced.
            if (body.length < bodyBytes + piece.length()) {
                body = Arrays.copyOf(body, bodyBytes + piece.length());
            }
            piece.copyTo(body, bodyBytes);
            bodyBytes += piece.length();
        }
        bytesLeft -= piece.length();
        endIfWhole();
    }

    private void endIfWhole() {
        if (bytesLeft > 0) {
            return;
        }
        headerBytes = 0;
        if (isWanted) {
            Bytes whole = Bytes.wrap(Arrays.copyOf(body, bodyBytes));
            body = EMPTY;
            listener.onMessage(type, whole);
        }
    }
}
