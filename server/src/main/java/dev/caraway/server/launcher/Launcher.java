package dev.caraway.server.launcher;

import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.util.List;

/** {@code caraway}: serves a guest as the command line says, until it is asked to end. */
public final class Launcher {

    /** An address is in use, a file cannot be read. */
    static final int FAILURE_STATUS = 1;

    /** The command line is wrong. */
    static final int USAGE_STATUS = 2;

    private final PrintStream out;
    private final PrintStream err;

    Launcher(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] arguments) {
        System.exit(new Launcher(System.out, System.err).run(List.of(arguments)));
    }

    /** Serves, and returns the exit status when there is nothing more to serve. */
    int run(List<String> arguments) {
        try {
            CommandLineOptions options = CommandLineOptions.parse(arguments);
            if (options.help != null) {
                out.print(Help.of(options.help));
                return 0;
            }
            if (options.isVersionWanted) {
                out.println("caraway " + ReleaseVersion.current().text());
                return 0;
            }
            serve(Settings.of(options));
            return 0;
        } catch (LaunchException e) {
            err.println("caraway: " + e.getMessage());
            return e.status();
        } catch (InvalidPathException e) {
            err.println("caraway: path " + e.getInput() + ": expected one that this system can name");
            return USAGE_STATUS;
        } catch (RuntimeException | Error e) {
            // A mistake of ours or of a guest: one line all the same, and the process ends whatever still runs.
            err.println("caraway: " + e);
            return FAILURE_STATUS;
        } finally {
            out.flush();
        }
    }

    private void serve(Settings settings) throws LaunchException {
        // Before the first logger is made: logback.xml looks at it then.
        System.setProperty("caraway.log.level", settings.logLevel());
        Serving serving = Serving.start(settings, out);
        Thread hook = new Thread(() -> endBySignal(serving), "caraway-end");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
        } catch (IllegalStateException e) {
            // A signal came before anybody was told that we serve: the JVM is about to end without us.
            serving.end();
            return;
        }
        try {
            // Whoever reads these lines may send a signal at once, so they come behind the hook.
            serving.announce(settings, out);
        } catch (LaunchException e) {
            Runtime.getRuntime().removeShutdownHook(hook);
            serving.end();
            throw e;
        }
        serving.awaitEnd();
        serving.end();
    }

    /**
     * SIGTERM is how this process is meant to end, so it ends with 0. The JVM would say 143 after its hooks; only a
     * halt says otherwise.
     */
    private void endBySignal(Serving serving) {
        serving.end();
        out.flush();
        err.flush();
        Runtime.getRuntime().halt(0);
    }
}
