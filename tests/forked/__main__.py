"""`python -m tests.forked ADDRESS`: import everything once, then be forked into whatever process is asked for there."""

import gc
import importlib
import json
import os
import pkgutil
import runpy
import selectors
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any, Final

import api
import bot
import cogs
import desk
import storage
from tests import stub
from tests.forked import NUMBER

ROOMS: Final = (api, bot, cogs, desk, storage, stub)
FILES: Final = 3


def import_all(room: ModuleType) -> None:
    """Import every module of that room, but those that run when they are imported."""
    for found in pkgutil.walk_packages(room.__path__, f"{room.__name__}."):
        if not found.name.endswith(".__main__"):
            importlib.import_module(found.name)


class Mother:
    """Hears wishes at an address, and tells each on its own connection the pid, and later how it ended."""

    def __init__(self, address: str) -> None:
        self._waiting: dict[int, socket.socket] = {}
        self._door = socket.socket(socket.AF_UNIX)
        self._door.bind(address)
        self._door.listen()
        self._hears, self._wakes = os.pipe()
        os.set_blocking(self._wakes, False)
        signal.set_wakeup_fd(self._wakes)
        signal.signal(signal.SIGCHLD, _note)

    def next_wish(self) -> dict[str, Any] | None:
        """Fork until this *is* the process that was asked for: its wish. None once standard input has ended."""
        with selectors.DefaultSelector() as selector:
            for file in (self._door, self._hears, sys.stdin):
                selector.register(file, selectors.EVENT_READ)
            while True:
                ready = {key.fileobj for key, _ in selector.select()}
                if sys.stdin in ready:
                    return None
                if self._hears in ready:
                    os.read(self._hears, 4096)
                    self._tell_ends()
                if self._door in ready and (wish := self._fork()) is not None:
                    return wish

    def _fork(self) -> dict[str, Any] | None:
        asked, _ = self._door.accept()
        length, files, _, _ = socket.recv_fds(asked, NUMBER.size, FILES)
        told = asked.recv(NUMBER.unpack(length)[0], socket.MSG_WAITALL)
        pid = os.fork()
        if pid == 0:
            os.setpgid(0, 0)
            self._forget_all_of_this(asked)
            for place, file in enumerate(files):
                os.dup2(file, place)
                os.close(file)
            wish: dict[str, Any] = json.loads(told)
            return wish
        for file in files:
            os.close(file)
        # Here too: whoever hears the pid may end the group at once.
        with suppress(PermissionError, ProcessLookupError):
            os.setpgid(pid, pid)
        asked.send(NUMBER.pack(pid))
        self._waiting[pid] = asked
        return None

    def _forget_all_of_this(self, asked: socket.socket) -> None:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.set_wakeup_fd(-1)
        for file in (self._door, asked, *self._waiting.values()):
            file.close()
        os.close(self._hears)
        os.close(self._wakes)

    def _tell_ends(self) -> None:
        for pid in list(self._waiting):
            ended, status = os.waitpid(pid, os.WNOHANG)
            if ended:
                with self._waiting.pop(pid) as asked:
                    asked.send(NUMBER.pack(os.waitstatus_to_exitcode(status)))


def _note(_number: int, _frame: FrameType | None) -> None:
    """A child has ended: the wakeup tells it, but only where the signal is not ignored."""


def become(wish: dict[str, Any]) -> None:
    """Do what `python` does with these arguments: `-m MODULE`, `-c CODE` or a file, each with its own arguments."""
    os.chdir(wish["folder"])
    os.environ.clear()
    os.environ.update(wish["environment"])
    kind, *rest = wish["arguments"]
    sys.path[0] = wish["folder"]
    if kind == "-m":
        sys.argv = rest
        runpy.run_module(rest[0], run_name="__main__", alter_sys=True)
    elif kind == "-c":
        sys.argv = ["-c", *rest[1:]]
        exec(rest[0], {"__name__": "__main__"})  # noqa: S102 -- as `python -c` does
    else:
        sys.argv = [kind, *rest]
        sys.path[0] = str(Path(kind).parent)
        runpy.run_path(kind, run_name="__main__")


def main() -> None:
    """Be the mother, and in each child what was asked for."""
    for room in ROOMS:
        import_all(room)
    mother = Mother(sys.argv[1])
    # What is there now is never garbage: looked through in no child, and shared by all.
    gc.collect()
    gc.freeze()
    os.write(1, b"ready\n")
    wish = mother.next_wish()
    if wish is not None:
        become(wish)


main()
