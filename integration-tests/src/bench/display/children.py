"""Programs that the benchmark starts: every wait has an end, and none outlives the benchmark."""

import collections
import contextlib
import signal
import subprocess
import threading
import time

STDERR_LINES = 20


class Failure(Exception):
    """Something that was started did not do what it should; the message is for whoever runs the benchmark."""


class Child:
    """A program that says what happens in lines on its standard output."""

    def __init__(self, name, command, environment=None):
        self.name = name
        self.lines = []
        self.errors = collections.deque(maxlen=STDERR_LINES)
        self.on_error = None
        self.has_ended = False
        self.changed = threading.Condition()
        # The kernel ends it should this program die without a word.
        self.process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment,
            text=True,
            errors="replace",
        )
        self.readers = [
            threading.Thread(target=self._read_lines, daemon=True),
            threading.Thread(target=self._read_errors, daemon=True),
        ]
        for reader in self.readers:
            reader.start()

    @property
    def pid(self):
        return self.process.pid

    def _read_lines(self):
        for line in self.process.stdout:
            with self.changed:
                self.lines.append(line.rstrip("\n"))
                self.changed.notify_all()
        with self.changed:
            self.has_ended = True
            self.changed.notify_all()

    def _read_errors(self):
        for line in self.process.stderr:
            self.errors.append(line.rstrip("\n"))
            if self.on_error is not None:
                self.on_error(self.errors[-1])

    def await_line(self, wanted, what, seconds, start=0):
        """Waits for a line for which `wanted` is true, from line `start` on."""
        end = time.monotonic() + seconds
        seen = start
        with self.changed:
            while True:
                for line in self.lines[seen:]:
                    if wanted(line):
                        return line
                seen = len(self.lines)
                left = end - time.monotonic()
                if self.has_ended:
                    raise self.failure(f"ended, while {what} was awaited")
                if left <= 0:
                    raise self.failure(f"expected {what} within {seconds:.0f} s")
                self.changed.wait(left)

    def failure(self, what):
        said = "".join(f"\n    {line}" for line in self.errors)
        return Failure(f"{self.name}: {what}" + (f"; its last words:{said}" if said else ""))

    def say(self, line):
        try:
            self.process.stdin.write(line + "\n")
            self.process.stdin.flush()
        except OSError:
            raise self.failure(f"ended, before it was told '{line}'") from None

    def stop(self):
        self.process.send_signal(signal.SIGSTOP)

    def wake(self):
        self.process.send_signal(signal.SIGCONT)

    def end(self, seconds):
        """Waits for its end."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise self.failure(f"expected its end within {seconds:.0f} s") from None

    def kill(self):
        self.process.kill()
        self.process.wait()
        for reader in self.readers:
            reader.join(timeout=5)
        for pipe in (self.process.stdin, self.process.stdout, self.process.stderr):
            with contextlib.suppress(OSError):
                pipe.close()
