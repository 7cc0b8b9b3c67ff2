package dev.caraway.protocol.main;

import dev.caraway.protocol.ServerMessage;

/** What the server says on the main channel. */
public sealed interface MainServerMessage extends ServerMessage
        permits MigrateBegin,
                MigrateCancel,
                MainInit,
                ChannelsList,
                MouseMode,
                MultiMediaTime,
                AgentConnected,
                AgentDisconnected,
                AgentData,
                AgentToken,
                MigrateSwitchHost,
                MigrateEnd,
                Name,
                Uuid,
                AgentConnectedTokens,
                MigrateBeginSeamless,
                MigrateDstSeamlessAck,
                MigrateDstSeamlessNack {

    /** Gives this message to the method of {@code handler} that is meant for it. */
    void deliverTo(Handler handler);

    /** One method a message. */
    interface Handler {

        void onMigrateBegin(MigrateBegin message);

        void onMigrateCancel(MigrateCancel message);

        void onInit(MainInit message);

        void onChannelsList(ChannelsList message);

        void onMouseMode(MouseMode message);

        void onMultiMediaTime(MultiMediaTime message);

        void onAgentConnected(AgentConnected message);

        void onAgentDisconnected(AgentDisconnected message);

        void onAgentData(AgentData message);

        void onAgentToken(AgentToken message);

        void onMigrateSwitchHost(MigrateSwitchHost message);

        void onMigrateEnd(MigrateEnd message);

        void onName(Name message);

        void onUuid(Uuid message);

        void onAgentConnectedTokens(AgentConnectedTokens message);

        void onMigrateBeginSeamless(MigrateBeginSeamless message);

        void onMigrateDstSeamlessAck(MigrateDstSeamlessAck message);

        void onMigrateDstSeamlessNack(MigrateDstSeamlessNack message);
    }
}
