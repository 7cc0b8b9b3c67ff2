"""A control port, as management sees it."""

import json
import socket
import threading
import time

from children import Failure

ANSWER_SECONDS = 15


class Control:
    """Speaks QMP. Events are kept, so that none is missed by whoever waits for it later."""

    def __init__(self, name, path):
        self.name = name
        self.messages = []
        self.events = []
        self.is_open = True
        self.changed = threading.Condition()
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.connect(str(path))
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()
        self._await(lambda: self.messages, "a greeting", ANSWER_SECONDS)
        self.messages.clear()
        self.execute("qmp_capabilities")

    def execute(self, command, **arguments):
        """What a command returns."""
        return self.execute_at_once((command, arguments))[0]

    def execute_at_once(self, *commands):
        """What commands return that are sent without waiting for answers in between."""
        lines = [
            json.dumps({"execute": command, "arguments": arguments}) + "\n" for command, arguments in commands
        ]
        self.socket.sendall("".join(lines).encode())
        self._await(lambda: len(self.messages) >= len(commands), f"answers to {lines}", ANSWER_SECONDS)
        answers, self.messages = self.messages[: len(commands)], self.messages[len(commands) :]
        for (command, arguments), answer in zip(commands, answers):
            if "error" in answer:
                raise Failure(f"{self.name}: {command} {arguments}: {answer['error']['desc']}")
        return [answer["return"] for answer in answers]

    def await_event(self, name, seconds):
        """The first event of that name, past ones included."""
        self._await(lambda: self.events_of(name), f"the event {name}", seconds)
        return self.events_of(name)[0]

    def events_of(self, name):
        return [event for event in list(self.events) if event["event"] == name]

    def close(self):
        self.socket.close()

    def _read(self):
        with self.socket.makefile("r", encoding="utf-8") as lines:
            try:
                for line in lines:
                    message = json.loads(line)
                    with self.changed:
                        (self.events if "event" in message else self.messages).append(message)
                        self.changed.notify_all()
            except OSError:
                pass
        with self.changed:
            self.is_open = False
            self.changed.notify_all()

    def _await(self, is_so, what, seconds):
        end = time.monotonic() + seconds
        with self.changed:
            while not is_so():
                left = end - time.monotonic()
                if not self.is_open or left <= 0:
                    why = f"within {seconds:.0f} s" if self.is_open else "before the end"
                    raise Failure(f"{self.name}: expected {what} {why}, got {self.events}")
                self.changed.wait(left)
