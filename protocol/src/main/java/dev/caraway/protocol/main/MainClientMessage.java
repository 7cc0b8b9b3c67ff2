package dev.caraway.protocol.main;

import dev.caraway.protocol.ClientMessage;

/** What the client says on the main channel. */
public sealed interface MainClientMessage extends ClientMessage
        permits ClientInfo,
                MigrateConnected,
                MigrateConnectError,
                AttachChannels,
                MouseModeRequest,
                AgentStart,
                ClientAgentData,
                ClientAgentToken,
                ClientMigrateEnd,
                MigrateDstDoSeamless,
                MigrateConnectedSeamless,
                QualityIndicator {

    /** Gives this message to the method of {@code handler} that is meant for it. */
    void deliverTo(Handler handler);

    /** One method a message. */
    interface Handler {

        void onClientInfo(ClientInfo message);

        void onMigrateConnected(MigrateConnected message);

        void onMigrateConnectError(MigrateConnectError message);

        void onAttachChannels(AttachChannels message);

        void onMouseModeRequest(MouseModeRequest message);

        void onAgentStart(AgentStart message);

        void onAgentData(ClientAgentData message);

        void onAgentToken(ClientAgentToken message);

        void onMigrateEnd(ClientMigrateEnd message);

        void onMigrateDstDoSeamless(MigrateDstDoSeamless message);

        void onMigrateConnectedSeamless(MigrateConnectedSeamless message);

        void onQualityIndicator(QualityIndicator message);
    }
}
