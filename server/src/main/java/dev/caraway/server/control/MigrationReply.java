package dev.caraway.server.control;

import static dev.caraway.server.control.Argument.optional;
import static dev.caraway.server.control.Argument.required;
import static dev.caraway.server.control.ValueType.BOOLEAN;
import static dev.caraway.server.control.ValueType.INTEGER;
import static dev.caraway.server.control.ValueType.NUMBER;
import static dev.caraway.server.control.ValueType.STRING;
import static dev.caraway.server.control.ValueType.listOf;
import static dev.caraway.server.control.ValueType.oneOf;
import static dev.caraway.server.control.ValueType.structure;

import dev.caraway.server.MigrationAddress;
import dev.caraway.server.MigrationInfo;
import dev.caraway.server.control.ValueType.Structure;
import dev.caraway.server.control.ValueType.Words;
import dev.caraway.server.event.MigrationStatus;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code query-migrate} returns. */
final class MigrationReply {

    private static final Pattern CANNOT_CONNECT = Pattern.compile("cannot connect to (.+): ([^:]+)");

    /** Every state that QEMU has. */
    static final Words STATE = oneOf(
            "none",
            "setup",
            "cancelling",
            "cancelled",
            "active",
            "postcopy-active",
            "postcopy-paused",
            "postcopy-recover",
            "completed",
            "failed",
            "colo",
            "pre-switchover",
            "device",
            "wait-unplug");

    private static final Structure RAM = structure(
            required("transferred", INTEGER),
            required("remaining", INTEGER),
            required("total", INTEGER),
            required("duplicate", INTEGER),
            required("skipped", INTEGER),
            required("normal", INTEGER),
            required("normal-bytes", INTEGER),
            required("dirty-pages-rate", INTEGER),
            required("mbps", NUMBER),
            required("dirty-sync-count", INTEGER),
            required("postcopy-requests", INTEGER),
            required("page-size", INTEGER),
            required("multifd-bytes", INTEGER),
            required("pages-per-second", INTEGER),
            required("precopy-bytes", INTEGER),
            required("downtime-bytes", INTEGER),
            required("postcopy-bytes", INTEGER),
            required("dirty-sync-missed-zero-copy", INTEGER));

    private static final Structure SOCKET = structure(
            required("type", oneOf("inet")),
            required("host", STRING),
            required("port", STRING),
            optional("ipv4", BOOLEAN),
            optional("ipv6", BOOLEAN));

    /** Its type. */
    static final Structure TYPE = structure(
            optional("status", ReplyTypes.words(MigrationStatus.values())),
            optional("ram", RAM),
            optional("total-time", INTEGER),
            optional("expected-downtime", INTEGER),
            optional("downtime", INTEGER),
            optional("setup-time", INTEGER),
            optional("error-desc", STRING),
            optional("socket-address", listOf(SOCKET)));

    private static final long BITS_PER_MEGABIT = 1_000_000;

    /** What QEMU counts in pages is nothing here; drivers multiply it by this. */
    private static final int PAGE_BYTES = 4096;

    private MigrationReply() {}

    static Map<String, Object> of(MigrationInfo info, MigrationSettings settings) {
        if (info.status() == MigrationStatus.NONE) {
            return Json.object();
        }
        Map<String, Object> reply = info.incoming() ? incoming(info, settings) : outgoing(info, settings.parameters());
        info.error().ifPresent(reason -> reply.put("error-desc", inQemusWords(reason)));
        return reply;
    }

    /** A state that is not one of QEMU's comes before it has one: then it tells where it listens, and nothing else. */
    private static Map<String, Object> incoming(MigrationInfo info, MigrationSettings settings) {
        Map<String, Object> reply = Json.object();
        if (info.status() != MigrationStatus.SETUP) {
            reply.put("status", ReplyTypes.word(info.status()));
        }
        if (info.status().isUnderWay()) {
            settings.listening().ifPresent(address -> reply.put("socket-address", List.of(socket(address))));
        }
        return reply;
    }

    private static Map<String, Object> outgoing(MigrationInfo info, Map<String, Object> parameters) {
        Map<String, Object> reply = Json.object("status", ReplyTypes.word(info.status()));
        boolean isMeasured = info.status() == MigrationStatus.COMPLETED
                || (info.status().isUnderWay() && info.status() != MigrationStatus.SETUP);
        if (isMeasured) {
            reply.put("setup-time", info.setupMillis());
            reply.put("total-time", info.totalMillis());
            if (info.status() == MigrationStatus.COMPLETED) {
                reply.put("downtime", info.downtimeMillis());
            } else {
                reply.put(
                        "expected-downtime",
                        MigrationParameters.number(parameters, MigrationParameters.DOWNTIME_LIMIT));
            }
            reply.put("ram", ram(info));
        }
        return reply;
    }

    private static Map<String, Object> ram(MigrationInfo info) {
        Map<String, Object> ram = Json.object();
        RAM.members().forEach(member -> ram.put(member.name(), 0));
        ram.put("transferred", info.transferredBytes());
        ram.put("precopy-bytes", info.transferredBytes());
        ram.put("remaining", info.remainingBytes());
        ram.put("total", info.totalBytes());
        ram.put("dirty-sync-count", info.passes());
        ram.put("page-size", PAGE_BYTES);
        ram.put("mbps", megabits(info.bytesPerSecond()));
        return ram;
    }

    private static JsonNumber megabits(long bytesPerSecond) {
        BigDecimal bits = BigDecimal.valueOf(bytesPerSecond).multiply(BigDecimal.valueOf(Byte.SIZE));
        return new JsonNumber(bits.divide(BigDecimal.valueOf(BITS_PER_MEGABIT))
                .stripTrailingZeros()
                .toPlainString());
    }

    private static Map<String, Object> socket(MigrationAddress.Tcp address) {
        return Json.object(
                "port",
                Integer.toString(address.port()),
                address.host().indexOf(':') >= 0 ? "ipv6" : "ipv4",
                true,
                "host",
                address.host(),
                "type",
                "inet");
    }

    /** What management programs have seen before, in the words that they have seen it in. */
    private static String inQemusWords(String reason) {
        Matcher refused = CANNOT_CONNECT.matcher(reason);
        if (!refused.matches()) {
            return reason;
        }
        String why = refused.group(2);
        return "Failed to connect to '" + refused.group(1) + "': "
                + why.substring(0, 1).toUpperCase(Locale.ROOT) + why.substring(1);
    }
}
