"""The command line as a person uses it: a process of its own, in an empty folder, with nothing in its environment."""

import asyncio
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from storage.desk_store import open_desk
from tests import forked
from tests.forked import ROOT, Ended

# It has the form of a token and opens nothing.
TOKEN: Final = "MTk4NjIyNDgzNDcxOTI1MjQ4.Gcanar.yCanaryCanaryCanaryCanaryCanaryCanary"
TOKEN_PARTS: Final = (TOKEN, TOKEN.split(".")[2], TOKEN[-20:])


def environment(settings: Mapping[str, str]) -> dict[str, str]:
    """Only what Python needs, and `settings`; each test decides what a desk is told."""
    return {"PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1", "PATH": os.defpath, "LANG": "C.UTF-8", **settings}


def desk(folder: Path, *arguments: str, **settings: str) -> Ended:
    """Run `python -m bot …` in `folder`, whose `.env` it therefore reads."""
    return python(folder, "-m", "bot", *arguments, **settings)


def python(folder: Path, *arguments: str, **settings: str) -> Ended:
    """Run Python in `folder` with the project at hand."""
    return forked.run(*arguments, folder=folder, environment=environment(settings))


def make_store(folder: Path) -> Path:
    """A new desk's store where the command line looks for it by default."""
    (folder / "data").mkdir()
    database = folder / "data" / "desk.db"

    async def opened() -> None:
        async with open_desk(database):
            pass

    asyncio.run(opened())
    return database
