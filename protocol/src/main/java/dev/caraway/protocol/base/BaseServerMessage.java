package dev.caraway.protocol.base;

import dev.caraway.protocol.ServerMessage;

/** What the server says on every channel, besides the channel's own messages. */
public sealed interface BaseServerMessage extends ServerMessage
        permits Migrate, MigrateData, SetAck, Ping, WaitForChannels, Disconnecting, Notify, MessageList {

    /** Gives this message to the method of {@code handler} that is meant for it. */
    void deliverTo(Handler handler);

    /** One method a message. */
    interface Handler {

        void onMigrate(Migrate message);

        void onMigrateData(MigrateData message);

        void onSetAck(SetAck message);

        void onPing(Ping message);

        void onWaitForChannels(WaitForChannels message);

        void onDisconnecting(Disconnecting message);

        void onNotify(Notify message);

        void onList(MessageList message);
    }
}
