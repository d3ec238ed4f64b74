"""Python processes of their own for tests, in a tenth of the time: forked from one that has imported everything.

A process made here is like one that is started: it has its own folder, environment, arguments and standard files, can
be killed, and ends with a code. Only what it would import is there already, once for all of them; a start costs
seconds of a processor without that. What a start itself does is shown by the tests that start `sys.executable`.
"""

import asyncio
import atexit
import functools
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from struct import Struct
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[2]
_NOTHING: Final = Path(os.devnull)
NUMBER: Final = Struct("!q")
"""How a length, a pid and an exit code are told between a test and the mother."""
_LINE: Final = 1 << 20
"""Bytes of the longest line that is read."""


@dataclass(frozen=True)
class Ended:
    """How a process ended and what it printed."""

    code: int
    out: str
    err: str

    @property
    def all(self) -> str:
        return self.out + self.err


def be_ready() -> None:
    """Import everything now: whoever measures what comes next measures nothing else."""
    _mother()


@functools.cache
def _mother() -> str:
    """The address of the process that is forked, which lives as long as this one."""
    folder = tempfile.mkdtemp(prefix="forked-")
    address = f"{folder}/mother"
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.forked", address], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline() == b"ready\n"

    def end() -> None:
        process.communicate()
        shutil.rmtree(folder)

    atexit.register(end)
    return address


def _ask(
    arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str] | None, files: list[int]
) -> tuple[socket.socket, int]:
    """Have a process forked; the connection on which its end will be told, and its pid."""
    wish = {
        "arguments": arguments,
        "folder": str(folder),
        "environment": dict(os.environ if environment is None else environment),
    }
    told = json.dumps(wish).encode()
    to_mother = socket.socket(socket.AF_UNIX)
    to_mother.connect(_mother())
    socket.send_fds(to_mother, [NUMBER.pack(len(told))], files)
    to_mother.sendall(told)
    return to_mother, _number(to_mother)


def _number(to_mother: socket.socket) -> int:
    told: int = NUMBER.unpack(to_mother.recv(NUMBER.size, socket.MSG_WAITALL))[0]
    return told


def run(
    *arguments: str, folder: Path = ROOT, environment: Mapping[str, str] | None = None, seconds: float = 30
) -> Ended:
    """`python` with these arguments, to its end. Raises TimeoutError, and kills it, after so many seconds."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, _NOTHING.open() as nothing:
        files = [nothing.fileno(), out.fileno(), err.fileno()]
        to_mother, pid = _ask(arguments, folder, environment, files)
        with to_mother:
            to_mother.settimeout(seconds)
            try:
                code = _number(to_mother)
            except TimeoutError:
                os.kill(pid, signal.SIGKILL)
                raise
        for file in (out, err):
            file.seek(0)
        return Ended(code, out.read().decode(), err.read().decode())


class Process:
    """A running one. What it prints is read from `stdout` and, where that was asked for, from `stderr`."""

    def __init__(self, pid: int, to_mother: socket.socket, stdin: int) -> None:
        self.pid = pid
        self.stdout = asyncio.StreamReader(limit=_LINE)
        self.stderr = asyncio.StreamReader(limit=_LINE)
        self._to_mother = to_mother
        self._stdin = stdin
        self._loop = asyncio.get_running_loop()
        self._ended: asyncio.Future[int] = self._loop.create_future()
        self._loop.add_reader(to_mother, self._hear)

    @property
    def returncode(self) -> int | None:
        """Its exit code, or minus the signal that ended it; None while it runs."""
        return self._ended.result() if self._ended.done() else None

    async def wait(self) -> int:
        """Its exit code, when it has ended."""
        return await asyncio.shield(self._ended)

    async def communicate(self) -> tuple[bytes, bytes]:
        """The rest of what it prints, when it has ended."""
        out, err = await asyncio.gather(self.stdout.read(), self.stderr.read())
        await self.wait()
        return out, err

    def send_signal(self, number: signal.Signals) -> None:
        """Nothing, where it has ended."""
        if not self._ended.done():
            os.kill(self.pid, number)

    def end_group(self) -> None:
        """Kill it and whatever it has started."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)

    def say(self, line: str) -> None:
        """Write a line to its standard input."""
        os.write(self._stdin, f"{line}\n".encode())

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)

    def _hear(self) -> None:
        self._loop.remove_reader(self._to_mother)
        self._ended.set_result(_number(self._to_mother))
        self._to_mother.close()
        os.close(self._stdin)


async def start(
    *arguments: str, folder: Path = ROOT, environment: Mapping[str, str] | None = None, errors: bool = False
) -> Process:
    """`python` with these arguments; its standard error is the test's own unless `errors` are wanted apart.

    Its standard input ends when whoever started it does.
    """
    stdin, keeps_open = os.pipe()
    out, prints = os.pipe()
    err, complains = os.pipe() if errors else (None, os.dup(2))
    to_mother, pid = await asyncio.to_thread(_ask, arguments, folder, environment, [stdin, prints, complains])
    for file in (stdin, prints, complains):
        os.close(file)
    process = Process(pid, to_mother, keeps_open)
    await _read(out, process.stdout)
    if err is not None:
        await _read(err, process.stderr)
    return process


async def _read(pipe: int, into: asyncio.StreamReader) -> None:
    file = os.fdopen(pipe, "rb")
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(into), file)
