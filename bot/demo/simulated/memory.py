"""The simulated Discord in files, so that a demo with a data folder goes on where it stopped or was killed.

One file has the whole of it, written now and then; what has changed since stands behind each other in a second one,
written before the bot is answered. What the desk's store says of Discord is so never ahead of Discord itself: after a
kill the desk would take for deleted by hand whatever were missing there, and close the tickets of it.
"""

import asyncio
import contextlib
import logging
import pickle
import time
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path
from typing import Any, BinaryIO

import simcord

from bot.demo.simulated.base import World

_SMALL = (
    "_nonces",
    "bot_user",
    "command_permissions",
    "dm_channels",
    "guilds",
    "invites",
    "users",
    "webhook_tokens",
    "webhooks",
)
KEPT = (*_SMALL, "_reserved_ids", "_sequences", "application_id", "cdn", "channels", "commands", "messages")
CALM_SECONDS = 0.3
SHARE_OF_TIME = 0.05
_log = logging.getLogger(__name__)


class Memory:
    """Keeps a world in the file at `path`; open forms and interactions are not kept, as Discord keeps none."""

    def __init__(self, world: World, path: Path) -> None:
        self._world = world
        self._path = path
        self._later = path.with_name(path.name + ".since")
        self._since: FileIO | None = None
        self._changed = asyncio.Event()
        self._touched: set[int] = set()
        self._known: set[int] = set()
        self._files: set[str] = set()
        self._dirty = False

    def recall(self) -> bool:
        """Make the world, before its start, what the files say; False when there is none yet, or of another SimCord."""
        if not self._path.exists() or not self._path.stat().st_size:
            return False
        # The files are this program's own, in a folder that holds the desk's store too.
        version, elapsed, kept = pickle.loads(self._path.read_bytes())  # noqa: S301 - see above
        if version != simcord.__version__:
            _log.warning("the simulated Discord of another version is not taken over")
            return False
        backend = self._world.backend
        for name in KEPT:
            setattr(backend, name, kept[name])
        for later, small, places, files in self._read_since():
            elapsed = max(elapsed, later)
            for name, value in small.items():
                setattr(backend, name, value)
            for channel_id, (channel, messages) in places.items():
                _put(backend.channels, channel_id, channel)
                _put(backend.messages, channel_id, messages)
            backend.cdn._blobs.update(files)
        backend.clock.elapsed = elapsed
        return True

    def save(self) -> None:
        """Write the world as it is; a kill meanwhile leaves the files as they were."""
        backend = self._world.backend
        kept = {name: getattr(backend, name) for name in KEPT}
        fresh = self._path.with_name(self._path.name + ".new")
        fresh.write_bytes(pickle.dumps((simcord.__version__, backend.clock.elapsed, kept), pickle.HIGHEST_PROTOCOL))
        fresh.replace(self._path)
        # What stands in the other file is older than this, and would change nothing if it were read behind it.
        if self._since is not None:
            self._since.truncate(0)
        self._remember()

    def note(self) -> None:
        """Write down what has changed since the last time."""
        if not self._dirty or self._since is None:
            return
        backend = self._world.backend
        changed = self._touched | (self._known ^ backend.channels.keys())
        places = {each: (backend.channels.get(each), backend.messages.get(each)) for each in changed}
        small = {name: getattr(backend, name) for name in _SMALL}
        files = {url: blob for url, blob in backend.cdn._blobs.items() if url not in self._files}
        self._since.write(pickle.dumps((backend.clock.elapsed, small, places, files), pickle.HIGHEST_PROTOCOL))
        self._remember()

    async def run(self) -> None:
        """Note each change at once, save soon after, a large world more seldom, and at the end.

        A twentieth of the time at most is spent on saving.
        """
        stop_listening = self._world.listen(self._notice)
        give_back = self._before_answers()
        pause = CALM_SECONDS
        with self._later.open("ab", buffering=0) as self._since:
            try:
                self.save()
                while True:
                    await self._changed.wait()
                    await asyncio.sleep(pause)
                    self._changed.clear()
                    started = time.monotonic()
                    self.save()
                    pause = max(CALM_SECONDS, (time.monotonic() - started) / SHARE_OF_TIME)
            finally:
                stop_listening()
                give_back()
                self.save()

    def _notice(self, _event: str, channel_id: int | None) -> None:
        if not self._dirty:
            # What people do is noted as soon as they have done it; what the bot does, before it is answered.
            asyncio.get_running_loop().call_soon(self.note)
        self._dirty = True
        if channel_id is not None:
            self._touched.add(channel_id)
        self._changed.set()

    def _before_answers(self) -> Callable[[], None]:
        """Note what each request of the bot has changed before it is answered; returns what ends that."""
        http = self._world.bot.http
        ask = http.request

        async def request(*args: Any, **kwargs: Any) -> Any:
            try:
                return await ask(*args, **kwargs)
            finally:
                self.note()

        http.request = request  # type: ignore[method-assign] # of this bot only
        return lambda: setattr(http, "request", ask)

    def _remember(self) -> None:
        backend = self._world.backend
        self._known, self._files = set(backend.channels), set(backend.cdn._blobs)
        self._touched.clear()
        self._dirty = False

    def _read_since(self) -> Iterator[Any]:
        """What was noted, up to what a kill cut short."""
        if not self._later.exists():
            return
        with self._later.open("rb") as noted, contextlib.suppress(EOFError, pickle.UnpicklingError):
            while True:
                yield _entry(noted)


def _entry(noted: BinaryIO) -> Any:
    return pickle.load(noted)  # noqa: S301 - see recall


def _put(held: dict[int, Any], key: int, value: Any) -> None:
    if value is None:
        held.pop(key, None)
    else:
        held[key] = value
