package dev.caraway.server;

import dev.caraway.server.event.ServerEvent;
import dev.caraway.server.guest.Guest;
import dev.caraway.server.guest.GuestException;
import dev.caraway.server.migration.GuestControl;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether the guest runs, and who has wanted it so. On the loop only. */
final class GuestPower implements GuestControl {

    private static final Logger LOG = LoggerFactory.getLogger(GuestPower.class);

    private final Guest guest;
    private final PausableInputs inputs;
    private final EventBus events;
    private GuestStatus status = GuestStatus.PRELAUNCH;
    private boolean ranBeforeMove;
    /** Whether a guest that comes from another host is to stand still. */
    private boolean isHeld;

    GuestPower(Guest guest, PausableInputs inputs, EventBus events) {
        this.guest = guest;
        this.inputs = inputs;
        this.events = events;
    }

    GuestStatus status() {
        return status;
    }

    boolean isRunning() {
        return status == GuestStatus.RUNNING;
    }

    /** The server starts: the guest runs, unless somebody holds it, or it is elsewhere. */
    void start(boolean paused, boolean incoming) {
        isHeld = paused;
        if (incoming) {
            status = GuestStatus.INMIGRATE;
        }
        if (incoming || paused) {
            inputs.pause(true);
        } else {
            status = GuestStatus.RUNNING;
            GuestException.tell(guest, "onRun", guest::onRun);
        }
    }

    void resume() {
        if (status == GuestStatus.INMIGRATE || status == GuestStatus.FINISH_MIGRATE) {
            isHeld = false;
            ranBeforeMove = true;
        } else if (status != GuestStatus.RUNNING) {
            run();
        }
    }

    void pause() {
        if (status == GuestStatus.RUNNING) {
            standStill(GuestStatus.PAUSED);
        } else if (status == GuestStatus.INMIGRATE || status == GuestStatus.FINISH_MIGRATE) {
            isHeld = true;
            ranBeforeMove = false;
        }
    }

    void reset() {
        if (status == GuestStatus.PAUSED) {
            status = GuestStatus.PRELAUNCH;
        }
        try {
            guest.onReset();
        } finally {
            events.publish(new ServerEvent.Reset());
        }
    }

    void powerDown() {
        try {
            guest.onPowerDown();
        } finally {
            events.publish(new ServerEvent.PowerDown());
        }
    }

    @Override
    public void stopForMove() {
        ranBeforeMove = isRunning();
        if (ranBeforeMove) {
            standStill(GuestStatus.FINISH_MIGRATE);
        } else {
            status = GuestStatus.FINISH_MIGRATE;
            inputs.pause(true);
        }
    }

    @Override
    public void stayHere() {
        if (ranBeforeMove) {
            run();
        } else {
            status = GuestStatus.PAUSED;
        }
    }

    @Override
    public void hasMoved() {
        status = GuestStatus.POSTMIGRATE;
    }

    @Override
    public boolean isElsewhere() {
        return status == GuestStatus.POSTMIGRATE;
    }

    @Override
    public boolean arrive() {
        if (isHeld) {
            status = GuestStatus.PRELAUNCH;
        } else {
            run();
        }
        return isHeld;
    }

    private void run() {
        LOG.info("guest Running");
        status = GuestStatus.RUNNING;
        inputs.pause(false);
        try {
            guest.onRun();
        } finally {
            events.publish(new ServerEvent.Resumed());
        }
    }

    private void standStill(GuestStatus now) {
        LOG.info("guest Standing still");
        status = now;
        inputs.pause(true);
        try {
            guest.onPause();
        } finally {
            events.publish(new ServerEvent.Paused());
        }
    }
}
