package dev.caraway.server.migration;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Threads on which a guest is asked for its state, or given one, for as long as that takes. */
final class GuestThread {

    private GuestThread() {}

    static ExecutorService start(String name) {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** In one line. */
    static String reason(Throwable cause) {
        String text = cause.getMessage();
        return text == null || text.isEmpty() ? cause.toString() : text.replaceAll("\\p{Cntrl}", " ");
    }
}
