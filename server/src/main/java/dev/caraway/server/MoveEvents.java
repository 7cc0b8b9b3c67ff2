package dev.caraway.server;

import dev.caraway.server.event.ClientMove;
import dev.caraway.server.event.MigrationStatus;
import dev.caraway.server.event.ServerEvent;
import dev.caraway.server.migration.MoveReports;

/** Publishes how a guest moves. */
record MoveEvents(EventBus events) implements MoveReports {

    @Override
    public void onStatus(MigrationStatus status) {
        events.publish(new ServerEvent.MigrationChanged(status));
    }

    @Override
    public void onPass(long pass) {
        events.publish(new ServerEvent.MigrationPassed(pass));
    }

    @Override
    public void onClientMove(int connectionId, ClientMove move, String reason) {
        events.publish(new ServerEvent.ClientMoved(connectionId, move, reason));
    }

    @Override
    public void onClientsMigrated() {
        events.publish(new ServerEvent.ClientsMigrated());
    }

    @Override
    public void onClientsStay() {}
}
