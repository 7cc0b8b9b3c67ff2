package dev.caraway.server.launcher;

import dev.caraway.server.control.Machine;
import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which Caraway this is, as Maven wrote it into the jar. */
record ReleaseVersion(String text) {

    private static final String RESOURCE = "/META-INF/maven/dev.caraway/caraway-server/pom.properties";
    private static final Pattern TRIPLE = Pattern.compile("([0-9]{1,6})\\.([0-9]{1,6})\\.([0-9]{1,6}).*");

    /** Classes that are not in a jar have no version. */
    static final ReleaseVersion UNRELEASED = new ReleaseVersion("0.0.0");

    static ReleaseVersion current() {
        try (InputStream in = ReleaseVersion.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                return UNRELEASED;
            }
            Properties properties = new Properties();
            properties.load(in);
            return new ReleaseVersion(properties.getProperty("version", UNRELEASED.text()));
        } catch (IOException e) {
            return UNRELEASED;
        }
    }

    /** As the control port says it. */
    Machine.Version forControl() {
        Matcher triple = TRIPLE.matcher(text);
        return triple.matches()
                ? new Machine.Version(number(triple, 1), number(triple, 2), number(triple, 3), "caraway " + text)
                : new Machine.Version(0, 0, 0, "caraway " + text);
    }

    private static int number(Matcher triple, int group) {
        return Integer.parseInt(triple.group(group));
    }
}
