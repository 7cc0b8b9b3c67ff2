package dev.caraway.protocol.base;

import dev.caraway.protocol.ClientMessage;

/** What the client says on every channel, besides the channel's own messages. */
public sealed interface BaseClientMessage extends ClientMessage
        permits AckSync, Ack, Pong, MigrateFlushMark, ClientMigrateData, ClientDisconnecting {

    /** Gives this message to the method of {@code handler} that is meant for it. */
    void deliverTo(Handler handler);

    /** One method a message. */
    interface Handler {

        void onAckSync(AckSync message);

        void onAck(Ack message);

        void onPong(Pong message);

        void onMigrateFlushMark(MigrateFlushMark message);

        void onMigrateData(ClientMigrateData message);

        void onDisconnecting(ClientDisconnecting message);
    }
}
