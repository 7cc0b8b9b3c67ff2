package dev.caraway.server.launcher;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Option;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The words of the command line by option, not yet looked at. */
@Command(name = "caraway")
final class CommandLineOptions {

    @Option(names = {"--spice", "-spice"})
    List<String> spice = new ArrayList<>();

    @Option(names = {"--guest", "-guest"})
    @Nullable
    String guest;

    @Option(names = {"--class-path", "-class-path"})
    List<String> classPath = new ArrayList<>();

    @Option(names = {"--input-log", "-input-log"})
    @Nullable
    String inputLog;

    @Option(names = {"--qmp", "-qmp"})
    List<String> qmp = new ArrayList<>();

    @Option(names = {"--incoming", "-incoming"})
    @Nullable
    String incoming;

    @Option(names = {"--name", "-name"})
    @Nullable
    String name;

    @Option(names = {"--uuid", "-uuid"})
    @Nullable
    String uuid;

    @Option(names = {"-S"})
    boolean isPaused;

    @Option(names = {"--no-rehearsal", "-no-rehearsal"})
    boolean isUnrehearsed;

    @Option(names = {"--log-level", "-log-level"})
    @Nullable
    String logLevel;

    @Option(names = {"--version", "-version", "-V"})
    boolean isVersionWanted;

    @Option(
            names = {"--help", "-help", "-h"},
            arity = "0..1",
            fallbackValue = "")
    @Nullable
    String help;

    static CommandLineOptions parse(List<String> words) throws LaunchException {
        CommandLineOptions options = new CommandLineOptions();
        // A value that begins with @ is a value, and one that looks like an option is a mistake.
        CommandLine line = new CommandLine(options)
                .setExpandAtFiles(false)
                .setPosixClusteredShortOptionsAllowed(false)
                .setCaseInsensitiveEnumValuesAllowed(false);
        try {
            line.parseArgs(words.toArray(String[]::new));
        } catch (UnmatchedArgumentException e) {
            String word = e.getUnmatched().get(0);
            // QEMU's single dash is as good as two.
            String name = word.matches("-[^-].+") ? "-" + word : word;
            throw LaunchException.usage("'" + word + "': " + Nearest.hint(name, Help.OPTION_NAMES, ""));
        } catch (MissingParameterException e) {
            throw LaunchException.usage(subject(e.getMissing(), words) + ": expected a value; see --help");
        } catch (OverwrittenOptionException e) {
            throw LaunchException.usage(names(e.getOverwritten()) + ": expected once");
        } catch (ParameterException e) {
            throw LaunchException.usage(e.getMessage() + "; see --help");
        }
        return options;
    }

    private static String subject(List<CommandLine.Model.ArgSpec> missing, List<String> words) {
        return missing.isEmpty() ? words.get(words.size() - 1) : names(missing.get(0));
    }

    private static String names(CommandLine.Model.ArgSpec argument) {
        return argument instanceof CommandLine.Model.OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
