package dev.caraway.server.control;

import dev.caraway.server.SpiceServer;
import dev.caraway.server.event.ServerEvent;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** {@code quit}: returns as soon as everyone was told, while the control port still stands. */
final class Quit {

    private Quit() {}

    static CompletionStage<Object> run(Machine machine, Arguments arguments) {
        CompletableFuture<Object> told = new CompletableFuture<>();
        // The port subscribed before us, so that its SHUTDOWN event precedes our return.
        SpiceServer.Subscription subscription = machine.server().subscribe(event -> {
            if (event instanceof ServerEvent.ShuttingDown) {
                told.complete(Json.object());
            }
        });
        machine.server().shutdown().whenComplete((done, failure) -> {
            subscription.close();
            told.complete(Json.object());
        });
        return told;
    }
}
