"""The recordings that are played."""

import lzma
import pathlib
import re
import shutil

from children import Failure
from contestants import ROOT

OWN = ROOT / "server/src/test/resources/recordings"
COMMAND = re.compile(rb"^event \d+ 0 ", re.MULTILINE)


class Recording:
    """A recording as libspice-server reads it, which is without compression."""

    def __init__(self, name, path):
        self.name = name
        self.path = path
        # A little too many if pixels look like an event; it serves to reckon how long a replay takes.
        self.commands = len(COMMAND.findall(path.read_bytes()))

    def replay_seconds(self, gap_us):
        return self.commands * gap_us / 1e6


def find(words, directory):
    """The recordings of these names: our own by their first letters, others by their path. None means our own."""
    return [_open(path, directory) for path in (map(_path, words) if words else sorted(OWN.glob("*.rec.xz")))]


def _path(word):
    given = pathlib.Path(word)
    if given.is_file():
        return given
    own = sorted(OWN.glob(f"{word}*.rec.xz"))
    if not own or not word:
        raise Failure(f"recording {word}: expected a file, or one of {', '.join(_name(p) for p in sorted(OWN.glob('*.rec.xz')))}")
    return own[0]


def _name(path):
    return path.name.removesuffix(".xz").removesuffix(".rec")


def _open(path, directory):
    name = _name(path)
    if path.suffix != ".xz":
        return Recording(name, path.resolve())
    plain = pathlib.Path(directory) / f"{name}.rec"
    try:
        with lzma.open(path) as packed, open(plain, "wb") as file:
            shutil.copyfileobj(packed, file)
    except lzma.LZMAError as error:
        raise Failure(f"recording {path}: {error}") from None
    return Recording(name, plain)
