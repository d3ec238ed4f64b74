"""The process from which desks are started: it imports everything once, and each desk is a fork of it.

`python -m tests.killed.desk_process STUB FOLDER` reads one line of JSON for each desk to start, with the faultpoint at
which that one kills itself, and prints a line of JSON for its `pid` and one for how it `ended`. Between them stands
what the desk prints itself.
"""

import asyncio
import json
import os
import signal
import sys
import threading
from pathlib import Path
from typing import Any, NoReturn

from pydantic import SecretStr

from bot import logs
from bot.service import serve
from bot.settings import Settings
from desk import faultpoint
from tests.stub.pointing import hurry, point_at
from tests.stub.world import TOKEN

READY_SECONDS = 0.05


def main(stub: str, folder: Path) -> None:
    """Start desks as told, until standard input ends."""
    point_at(stub)
    hurry(READY_SECONDS)
    pid = 0
    for line in sys.stdin:
        if pid:
            os.waitpid(pid, 0)
        pid = os.fork()
        if pid == 0:
            _be_a_desk(json.loads(line), folder)
        say(pid=pid)
        # It stays a zombie until the next line: whoever kills it by its pid can hit nobody else.
        end = os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
        assert end is not None
        say(ended=end.si_status if end.si_code == os.CLD_EXITED else -end.si_status)


def say(**what: Any) -> None:
    """Print one line, whole: desk and starter write to the same pipe."""
    os.write(1, (json.dumps(what) + "\n").encode())


def _be_a_desk(wish: dict[str, Any], folder: Path) -> NoReturn:
    threading.Thread(target=_end_with_the_starter, daemon=True).start()
    # Left open: what ends the process by itself is logged last of all.
    log = (folder / "desk.log").open("a", encoding="utf-8")
    logs.set_up("info", "console", secrets=[TOKEN], stream=log)
    if wish["point"]:
        _die_at(wish["point"], wish["passes"])
    known = Settings(
        token=SecretStr(TOKEN),
        data=folder,
        http_port=0,
        webhook_allow="127.0.0.1",
        metrics_port=0,
        calls_per_minute=1_000_000,
        failures_per_minute=1_000_000,
        opened_per_minute=1_000_000,
        long_per_minute=1_000_000,
    )
    asyncio.run(serve(known, TOKEN))
    os._exit(0)


def _end_with_the_starter() -> None:
    """No desk outlives the tests: the pipe from them ends when they do, in whatever way that is."""
    os.read(0, 1)
    os._exit(1)


def _die_at(point: str, passes: int) -> None:
    left = passes

    def die(name: str) -> None:
        nonlocal left
        left -= name == point
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    faultpoint.install(die)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
