package dev.caraway.server.control;

import static dev.caraway.server.control.Argument.required;
import static dev.caraway.server.control.ValueType.BOOLEAN;
import static dev.caraway.server.control.ValueType.INTEGER;
import static dev.caraway.server.control.ValueType.oneOf;
import static dev.caraway.server.control.ValueType.structure;

import dev.caraway.server.InputEvent;
import dev.caraway.server.InputOutcome;
import dev.caraway.server.SpiceServer;
import dev.caraway.server.control.ValueType.Structure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionStage;

/** {@code send-key} and {@code input-send-event}: a user's hands. */
final class InputCommands {

    /** QEMU's buttons in the order of ours, which count from 1; behind them are two that no SPICE guest knows. */
    private static final List<String> BUTTONS =
            List.of("left", "middle", "right", "wheel-up", "wheel-down", "side", "extra", "wheel-left", "wheel-right");

    private static final int KNOWN_BUTTONS = 7;

    /** One event of {@code input-send-event}. */
    static final Structure EVENT = event();

    private InputCommands() {}

    static CompletionStage<?> sendKey(Machine machine, Arguments arguments) {
        List<Integer> scancodes = arguments.objects("keys").stream()
                .map(Keys::scancode)
                .filter(OptionalInt::isPresent)
                .map(OptionalInt::getAsInt)
                .toList();
        return machine.server()
                .typeKeys(scancodes, arguments.integer("hold-time").orElse(0));
    }

    static CompletionStage<?> sendEvents(Machine machine, Arguments arguments) {
        // A head alone means nothing, as in QEMU.
        Optional<DisplayDevice> device = DisplayDevice.of(arguments);
        List<InputEvent> events = new ArrayList<>();
        for (Arguments event : arguments.objects("events")) {
            inputEvent(event.text("type"), event.object("data")).ifPresent(events::add);
        }
        CompletionStage<InputOutcome> outcome = device.map(on -> on.found(send(machine.server(), on, events)))
                .orElseGet(() -> machine.server().sendInput(events));
        return outcome.thenApply(InputCommands::reply);
    }

    private static CompletionStage<InputOutcome> send(SpiceServer server, DisplayDevice on, List<InputEvent> events) {
        return on.head().isPresent()
                ? server.sendInput(on.display(), on.head().getAsInt(), events)
                : server.sendInput(on.display(), events);
    }

    private static Map<String, Object> reply(InputOutcome outcome) {
        return switch (outcome) {
            case DELIVERED -> Json.object();
            case GUEST_STOPPED -> throw QmpException.generic("VM not running");
            case NO_ABSOLUTE_POINTER -> throw QmpException.generic("Input handler not found for event type abs");
        };
    }

    /** The server's event; empty for a key or a button that nothing happens for. */
    private static Optional<InputEvent> inputEvent(String type, Arguments data) {
        switch (type) {
            case "key" -> {
                OptionalInt scancode = Keys.scancode(data.object("key"));
                return scancode.isPresent()
                        ? Optional.of(new InputEvent.Key(scancode.getAsInt(), data.isTrue("down")))
                        : Optional.empty();
            }
            case "btn" -> {
                int button = BUTTONS.indexOf(data.text("button")) + 1;
                return button <= KNOWN_BUTTONS
                        ? Optional.of(new InputEvent.Button(button, data.isTrue("down")))
                        : Optional.empty();
            }
            case "rel" -> {
                return Optional.of(new InputEvent.Move(axis(data), value(data)));
            }
            default -> {
                return Optional.of(new InputEvent.Place(axis(data), value(data)));
            }
        }
    }

    private static InputEvent.Axis axis(Arguments data) {
        return data.text("axis").equals("x") ? InputEvent.Axis.X : InputEvent.Axis.Y;
    }

    private static int value(Arguments data) {
        long value = data.integer("value").orElse(0);
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, value));
    }

    private static Structure event() {
        Structure move =
                structure(required("data", structure(required("axis", oneOf("x", "y")), required("value", INTEGER))));
        Map<String, Structure> types = new LinkedHashMap<>();
        types.put("key", structure(required("data", structure(required("key", Keys.TYPE), required("down", BOOLEAN)))));
        types.put(
                "btn",
                structure(required(
                        "data",
                        structure(
                                required("button", oneOf(BUTTONS.toArray(String[]::new))),
                                required("down", BOOLEAN)))));
        types.put("rel", move);
        types.put("abs", move);
        return structure(required("type", oneOf("key", "btn", "rel", "abs"))).with("type", types);
    }
}
