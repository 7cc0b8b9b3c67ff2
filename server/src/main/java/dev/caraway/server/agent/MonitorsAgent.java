package dev.caraway.server.agent;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.agent.AgentCapability;
import dev.caraway.protocol.agent.AgentMessage;
import dev.caraway.protocol.agent.AgentMessageHeader;
import dev.caraway.protocol.agent.AgentMessageType;
import dev.caraway.protocol.agent.AnnounceCapabilities;
import dev.caraway.protocol.agent.MonitorsConfig;
import dev.caraway.protocol.agent.Reply;
import dev.caraway.protocol.capability.Capabilities;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;
import dev.caraway.server.channel.ProtocolException;
import java.util.function.Consumer;

/**
 * What the server itself answers to one client in the place of an agent, when the guest has none: MONITORS_CONFIG and
 * nothing else.
 *
 * <p>spice-gtk tells nobody but an agent which monitors its user would like (channel-main.c:
 * spice_main_channel_send_monitor_config). On the loop only.
 */
public final class MonitorsAgent {

    private static final long SUCCESS = 1;
    private static final Capabilities CAPABILITIES = Capabilities.of(
            AgentCapability.MONITORS_CONFIG,
            AgentCapability.REPLY,
            AgentCapability.SPARSE_MONITORS_CONFIG,
            AgentCapability.MONITORS_CONFIG_POSITION);

    private final Consumer<HeadsWish> onWish;
    private final Consumer<Bytes> say;
    private final AgentMessages messages = new AgentMessages(new Wanted());
    private long creditToSay;

    /**
     * @param onWish told the monitors that the client would like, 1 to 4
     * @param say sends a piece of at most {@link Limits#AGENT_DATA_BYTES} to the client
     */
    public MonitorsAgent(Consumer<HeadsWish> onWish, Consumer<Bytes> say) {
        this.onWish = onWish;
        this.say = say;
    }

    /** The client listens to the agent and takes this many messages. */
    public void grant(long tokens) {
        creditToSay = Math.min(Integer.MAX_VALUE, creditToSay + tokens);
    }

    /**
     * Takes a piece of what the client says.
     *
     * @throws ProtocolException if it is not what clients say to agents
     */
    public void take(Bytes piece) {
        messages.take(piece);
    }

    /** Messages that the client still takes. */
    public long creditToSay() {
        return creditToSay;
    }

    /** How many bytes are to come of the message under way. */
    public long bytesLeft() {
        return messages.bytesLeft();
    }

    /** Whether the message under way is one that is listened to. */
    public boolean isListening() {
        return messages.isWanted();
    }

    /** Writes where the conversation is. */
    public void save(SpiceWriter out) {
        out.u32(creditToSay);
        messages.save(out);
    }

    /** Takes up what {@link #save} has written; before anything else is taken. */
    public void restore(SpiceReader in) {
        creditToSay = in.u32AtMost("agent.credit", Integer.MAX_VALUE);
        messages.restore(in);
    }

    /** A client that gives no credit goes without an answer. */
    private void answer(AgentMessage message) {
        Bytes framed = AgentMessageHeader.frame(message);
        assert framed.length() <= Limits.AGENT_DATA_BYTES : framed.length();
        if (creditToSay > 0) {
            creditToSay--;
            say.accept(framed);
        }
    }

    private final class Wanted implements AgentMessages.Listener {

        @Override
        public int maxBytes(long type) {
            boolean isWanted = type == AgentMessageType.MONITORS_CONFIG.number()
                    || type == AgentMessageType.ANNOUNCE_CAPABILITIES.number();
            return isWanted ? AgentMessageType.maxBodyBytes((int) type) : 0;
        }

        @Override
        public void onMessage(long type, Bytes body) {
            AgentMessage message = AgentMessageType.decode((int) type, body);
            if (message instanceof AnnounceCapabilities announced && announced.isRequest()) {
                answer(new AnnounceCapabilities(false, CAPABILITIES));
            } else if (message instanceof MonitorsConfig config) {
                HeadsWish wish = WishedHeads.of(config);
                if (!wish.on().isEmpty()) {
                    onWish.accept(wish);
                }
                answer(new Reply(type, SUCCESS));
            }
        }
    }
}
