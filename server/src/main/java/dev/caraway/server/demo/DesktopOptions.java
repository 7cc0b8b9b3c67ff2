package dev.caraway.server.demo;

import dev.caraway.server.guest.GuestDisplay;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the words after {@code --guest desktop} mean: {@code size=WxH} of each head, {@code heads=N}, {@code displays=one} or
 * {@code separate} and {@code frame-millis=N}.
 */
final class DesktopOptions {

    private static final Pattern SIZE = Pattern.compile("([0-9]{1,5})x([0-9]{1,5})");
    private static final Pattern COUNT = Pattern.compile("[1-" + GuestDisplay.MAX_HEADS + "]");
    private static final Set<String> NAMES = Set.of("size", "heads", "displays", "frame-millis");
    private static final int DEFAULT_WIDTH_PIXELS = 1024;
    private static final int DEFAULT_HEIGHT_PIXELS = 768;
    private static final Pattern MILLIS = Pattern.compile("[1-9][0-9]{0,2}");

    private DesktopOptions() {}

    /** @throws IllegalArgumentException with one line that says what would be right */
    static HeadRow heads(Map<String, String> options) {
        for (String name : options.keySet()) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("desktop option " + name
                        + ": expected size=WIDTHxHEIGHT, heads=N, displays=one|separate or" + " frame-millis=N");
            }
        }
        int count = count(options.get("heads"));
        @Nullable String size = options.get("size");
        if (size == null) {
            return HeadRow.ofEqual(DEFAULT_WIDTH_PIXELS, DEFAULT_HEIGHT_PIXELS, count);
        }
        Matcher sides = SIZE.matcher(size);
        if (!sides.matches()) {
            throw refusal(size);
        }
        int width = Integer.parseInt(sides.group(1));
        int height = Integer.parseInt(sides.group(2));
        if (width < HeadRow.MIN_WIDTH_PIXELS
                || height < HeadRow.MIN_HEIGHT_PIXELS
                || width > GuestDisplay.MAX_SIDE_PIXELS
                || height > GuestDisplay.MAX_SIDE_PIXELS) {
            throw refusal(size);
        }
        HeadRow row = HeadRow.ofEqual(width, height, count);
        if (!row.isDrawable()) {
            throw new IllegalArgumentException(
                    "desktop of " + count + " heads of " + size + ": expected a width of at most "
                            + GuestDisplay.MAX_SIDE_PIXELS + " and at most " + HeadRow.MAX_AREA_PIXELS
                            + " pixels, such as four heads of 2560x1440");
        }
        return row;
    }

    /**
     * Whether each head is a display of its own.
     *
     * @throws IllegalArgumentException with one line that says what would be right
     */
    static boolean isSeparate(Map<String, String> options) {
        String displays = options.getOrDefault("displays", "one");
        if (!displays.equals("one") && !displays.equals("separate")) {
            throw new IllegalArgumentException("desktop displays=" + displays + ": expected one or separate");
        }
        return displays.equals("separate");
    }

    /**
     * The time between two pictures of the animation, 1 to 999 milliseconds.
     *
     * @throws IllegalArgumentException with one line that says what would be right
     */
    static int frameMillis(Map<String, String> options) {
        @Nullable String millis = options.get("frame-millis");
        if (millis == null) {
            return DesktopGuest.FRAME_MILLIS;
        }
        if (!MILLIS.matcher(millis).matches()) {
            throw new IllegalArgumentException("desktop frame-millis=" + millis + ": expected 1 to 999");
        }
        return Integer.parseInt(millis);
    }

    private static int count(@Nullable String heads) {
        if (heads == null) {
            return 1;
        }
        if (!COUNT.matcher(heads).matches()) {
            throw new IllegalArgumentException("desktop heads=" + heads + ": expected 1 to " + GuestDisplay.MAX_HEADS);
        }
        return Integer.parseInt(heads);
    }

    private static IllegalArgumentException refusal(String size) {
        return new IllegalArgumentException("desktop size=" + size + ": expected WIDTHxHEIGHT from "
                + HeadRow.MIN_WIDTH_PIXELS + "x" + HeadRow.MIN_HEIGHT_PIXELS + " to " + GuestDisplay.MAX_SIDE_PIXELS
                + "x" + GuestDisplay.MAX_SIDE_PIXELS + ", such as size=1024x768");
    }
}
