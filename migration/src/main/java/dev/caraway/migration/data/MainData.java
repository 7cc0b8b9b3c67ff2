package dev.caraway.migration.data;

import dev.caraway.protocol.Limits;
import dev.caraway.protocol.wire.Bytes;
import dev.caraway.protocol.wire.FieldRange;
import dev.caraway.protocol.wire.SpiceReader;
import dev.caraway.protocol.wire.SpiceWriter;

/**
 * SpiceMigrateDataMain, magic MNMD: the guest agent's place in its conversation.
 *
 * @param agent the agent's device; its tokens are within the window of {@link Limits#AGENT_TOKENS}
 * @param isClientAgentStarted whether the client talks to the agent
 * @param fromAgent the message under way from the agent to the client
 * @param toAgentRemainingBytes what is to come of the message under way from the client to the agent
 * @param toAgentFilterResult what becomes of it; never believed from a client, as it would open the filter
 */
public record MainData(
        CharDeviceData agent,
        boolean isClientAgentStarted,
        FromAgent fromAgent,
        long toAgentRemainingBytes,
        AgentFilterResult toAgentFilterResult)
        implements ChannelData {

    static final String MAGIC = "MNMD";
    static final int FIXED_BYTES = HEADER_BYTES + CharDeviceData.FIXED_BYTES + 32;

    /** A server without an agent. */
    public static final MainData WITHOUT_AGENT =
            new MainData(CharDeviceData.NONE, false, FromAgent.NOTHING, 0, AgentFilterResult.OK);

    /**
     * The message under way from the agent.
     *
     * @param chunkHeaderBytes how much of the chunk header has been read, 0 to 8
     * @param port the chunk header's first field as far as it has been read
     * @param chunkRemainingBytes what is to come of the chunk, or the chunk header's second field while that is read
     * @param isHeaderDone whether the message header has been read
     * @param partialHeader what has been read of the message header while it is not done, less than 20 bytes
     * @param remainingBytes what is to come of the message
     * @param filterResult what becomes of it
     */
    public record FromAgent(
            int chunkHeaderBytes,
            long port,
            long chunkRemainingBytes,
            boolean isHeaderDone,
            Bytes partialHeader,
            long remainingBytes,
            AgentFilterResult filterResult) {

        static final int CHUNK_HEADER_BYTES = 8;
        static final int MESSAGE_HEADER_BYTES = 20;

        /** Between two messages. */
        public static final FromAgent NOTHING = new FromAgent(0, 0, 0, false, Bytes.EMPTY, 0, AgentFilterResult.OK);

        public FromAgent {
            FieldRange.atMost("chunk header bytes", chunkHeaderBytes, CHUNK_HEADER_BYTES);
            FieldRange.u32("port", port);
            FieldRange.u32("chunk remaining", chunkRemainingBytes);
            FieldRange.atMost("partial header", partialHeader.length(), MESSAGE_HEADER_BYTES - 1);
            FieldRange.u32("remaining", remainingBytes);
            if (isHeaderDone && !partialHeader.isEmpty()) {
                throw new IllegalArgumentException("partial header: expected none beside a whole one");
            }
        }

        private static FromAgent decode(LayoutReader in) {
            SpiceReader fields = in.fields();
            int chunkHeaderBytes = fields.u32AtMost("agent2client.chunk_header_size", CHUNK_HEADER_BYTES);
            long port = fields.u32("agent2client.chunk_header.port");
            long chunkRemainingBytes = fields.u32("agent2client.chunk_header.size");
            boolean isHeaderDone = fields.bool8("agent2client.msg_header_done");
            int partialBytes = fields.u32AtMost(
                    "agent2client.msg_header_partial_len", isHeaderDone ? 0 : MESSAGE_HEADER_BYTES - 1);
            Bytes partialHeader =
                    in.pointee("agent2client.msg_header_ptr", fields.u32("agent2client.msg_header_ptr"), partialBytes);
            long remainingBytes = fields.u32("agent2client.msg_remaining");
            AgentFilterResult filterResult = AgentFilterResult.decode(fields, "agent2client.msg_filter_result");
            return new FromAgent(
                    chunkHeaderBytes,
                    port,
                    chunkRemainingBytes,
                    isHeaderDone,
                    partialHeader,
                    remainingBytes,
                    filterResult);
        }

        private void encode(SpiceWriter out) {
            out.u32(chunkHeaderBytes);
            out.u32(port);
            out.u32(chunkRemainingBytes);
            out.bool8(isHeaderDone);
            out.u32(partialHeader.length());
            out.pointer(partialHeader.isEmpty() ? null : at -> at.bytes(partialHeader));
            out.u32(remainingBytes);
            filterResult.encode(out);
        }
    }

    public MainData {
        FieldRange.u32("to agent remaining", toAgentRemainingBytes);
        FieldRange.atMost(
                "agent client tokens", agent.clientTokens() + agent.pendingClientTokens(), Limits.AGENT_TOKENS);
    }

    static MainData decode(LayoutReader in) {
        CharDeviceData agent = CharDeviceData.decode(in, Limits.MIGRATE_MAIN_BYTES);
        long tokens = agent.clientTokens() + agent.pendingClientTokens();
        if (tokens > Limits.AGENT_TOKENS) {
            throw in.fields()
                    .violation("num_client_tokens", "expected at most " + Limits.AGENT_TOKENS + ", got " + tokens);
        }
        SpiceReader fields = in.fields();
        boolean isClientAgentStarted = fields.bool8("client_agent_started");
        FromAgent fromAgent = FromAgent.decode(in);
        long toAgentRemainingBytes = fields.u32("client2agent.msg_remaining");
        AgentFilterResult toAgentFilterResult = AgentFilterResult.decode(fields, "client2agent.msg_filter_result");
        return new MainData(agent, isClientAgentStarted, fromAgent, toAgentRemainingBytes, toAgentFilterResult);
    }

    @Override
    public void encode(SpiceWriter out) {
        out.u32(Magic.number(MAGIC));
        out.u32(VERSION);
        agent.encode(out);
        out.bool8(isClientAgentStarted);
        fromAgent.encode(out);
        out.u32(toAgentRemainingBytes);
        toAgentFilterResult.encode(out);
    }
}
