package dev.caraway.server.control;

import java.util.LinkedHashMap;
import java.util.Map;

/** A message that has the form of a command; whether there is such a one is another question. */
record Request(String command, Map<String, Object> arguments) {

    /** Refuses whatever is no command, in QEMU's words. */
    static Request of(Object message) {
        if (!(message instanceof Map<?, ?> members)) {
            throw QmpException.generic("QMP input must be a JSON object");
        }
        String command = null;
        Map<String, Object> arguments = new LinkedHashMap<>();
        for (Map.Entry<?, ?> member : members.entrySet()) {
            if (member.getKey().equals("execute")) {
                if (!(member.getValue() instanceof String name)) {
                    throw QmpException.generic("QMP input member 'execute' must be a string");
                }
                command = name;
            } else if (member.getKey().equals("arguments")) {
                if (!(member.getValue() instanceof Map<?, ?> values)) {
                    throw QmpException.generic("QMP input member 'arguments' must be an object");
                }
                values.forEach((name, value) -> arguments.put((String) name, value));
            } else if (!member.getKey().equals("id")) {
                throw QmpException.generic("QMP input member '" + member.getKey() + "' is unexpected");
            }
        }
        if (command == null) {
            throw QmpException.generic("QMP input lacks member 'execute'");
        }
        return new Request(command, arguments);
    }
}
