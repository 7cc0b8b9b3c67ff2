package dev.caraway.server.control;

import static dev.caraway.server.control.Argument.optional;
import static dev.caraway.server.control.Argument.required;
import static dev.caraway.server.control.ValueType.ANY;
import static dev.caraway.server.control.ValueType.BOOLEAN;
import static dev.caraway.server.control.ValueType.INTEGER;
import static dev.caraway.server.control.ValueType.STRING;
import static dev.caraway.server.control.ValueType.listOf;
import static dev.caraway.server.control.ValueType.oneOf;
import static dev.caraway.server.control.ValueType.structure;

import dev.caraway.server.GuestStatus;
import dev.caraway.server.control.ValueType.Structure;
import dev.caraway.server.control.ValueType.Words;
import dev.caraway.server.event.Endpoint;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** What commands return and events tell, member by member. */
final class ReplyTypes {

    static final Structure VERSION = structure(
            required(
                    "qemu",
                    structure(required("major", INTEGER), required("minor", INTEGER), required("micro", INTEGER))),
            required("package", STRING));

    static final ValueType COMMANDS = listOf(structure(required("name", STRING)));

    static final Structure NAME = structure(optional("name", STRING));

    static final Structure UUID = structure(required("UUID", STRING));

    static final Structure STATUS = structure(
            required("running", BOOLEAN),
            required("singlestep", BOOLEAN),
            required("status", words(GuestStatus.values())));

    /** One end of a socket. */
    static final Structure END = structure(
            required("host", STRING), required("port", STRING), required("family", words(Endpoint.Family.values())));

    /** Our end, with how clients are authenticated there. */
    static final Structure SERVER_END = structure(
            required("host", STRING),
            required("port", STRING),
            required("family", words(Endpoint.Family.values())),
            optional("auth", STRING));

    static final Structure CLIENT_CHANNEL = structure(
            required("host", STRING),
            required("port", STRING),
            required("family", words(Endpoint.Family.values())),
            required("connection-id", INTEGER),
            required("channel-type", INTEGER),
            required("channel-id", INTEGER),
            required("tls", BOOLEAN));

    static final Structure SPICE = structure(
            required("enabled", BOOLEAN),
            required("migrated", BOOLEAN),
            optional("host", STRING),
            optional("port", INTEGER),
            optional("tls-port", INTEGER),
            optional("auth", STRING),
            optional("compiled-version", STRING),
            required("mouse-mode", oneOf("client", "server")),
            optional("channels", listOf(CLIENT_CHANNEL)));

    /** What {@link Schema} tells of an entity; QEMU's description of its own descriptions. */
    static final ValueType SCHEMA = listOf(schemaEntity());

    private ReplyTypes() {}

    /** A Java constant as QMP writes it. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Words words(Enum<?>... constants) {
        return oneOf(Arrays.stream(constants).map(ReplyTypes::word).toArray(String[]::new));
    }

    private static Structure schemaEntity() {
        Argument features = optional("features", listOf(STRING));
        Structure enumMember = structure(required("name", STRING), features);
        Structure member =
                structure(required("name", STRING), required("type", STRING), optional("default", ANY), features);
        Structure variant = structure(required("case", STRING), required("type", STRING));
        Words json = oneOf("string", "number", "int", "boolean", "null", "object", "array", "value");
        Map<String, Structure> kinds = new LinkedHashMap<>();
        kinds.put("builtin", structure(required("json-type", json)));
        kinds.put("enum", structure(required("members", listOf(enumMember)), required("values", listOf(STRING))));
        kinds.put("array", structure(required("element-type", STRING)));
        kinds.put(
                "object",
                structure(
                        required("members", listOf(member)),
                        optional("tag", STRING),
                        optional("variants", listOf(variant))));
        kinds.put("alternate", structure(required("members", listOf(structure(required("type", STRING))))));
        kinds.put(
                "command",
                structure(required("arg-type", STRING), required("ret-type", STRING), optional("allow-oob", BOOLEAN)));
        kinds.put("event", structure(required("arg-type", STRING)));
        return structure(
                        required("name", STRING),
                        required("meta-type", oneOf(kinds.keySet().toArray(String[]::new))),
                        features)
                .with("meta-type", kinds);
    }
}
