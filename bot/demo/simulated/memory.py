"""The simulated Discord in a file, so that a demo with a data folder goes on where it stopped."""

import asyncio
import logging
import pickle
import time
from pathlib import Path

import simcord

from bot.demo.simulated.base import World

KEPT = (
    "_nonces",
    "_reserved_ids",
    "_sequences",
    "application_id",
    "bot_user",
    "cdn",
    "channels",
    "command_permissions",
    "commands",
    "dm_channels",
    "guilds",
    "invites",
    "messages",
    "users",
    "webhook_tokens",
    "webhooks",
)
CALM_SECONDS = 0.3
SHARE_OF_TIME = 0.05
_log = logging.getLogger(__name__)


class Memory:
    """Keeps a world in the file at `path`; open forms and interactions are not kept, as Discord keeps none."""

    def __init__(self, world: World, path: Path) -> None:
        self._world = world
        self._path = path

    def recall(self) -> bool:
        """Make the world, before its start, what the file says; False when there is none yet, or of another SimCord."""
        if not self._path.exists() or not self._path.stat().st_size:
            return False
        # The file is this program's own, in a folder that holds the desk's store too.
        version, elapsed, kept = pickle.loads(self._path.read_bytes())  # noqa: S301 - see above
        if version != simcord.__version__:
            _log.warning("the simulated Discord of another version is not taken over")
            return False
        self._world.backend.clock.elapsed = elapsed
        for name in KEPT:
            setattr(self._world.backend, name, kept[name])
        return True

    def save(self) -> None:
        """Write the world as it is; a kill meanwhile leaves the file as it was."""
        backend = self._world.backend
        kept = {name: getattr(backend, name) for name in KEPT}
        fresh = self._path.with_name(self._path.name + ".new")
        fresh.write_bytes(pickle.dumps((simcord.__version__, backend.clock.elapsed, kept), pickle.HIGHEST_PROTOCOL))
        fresh.replace(self._path)

    async def run(self) -> None:
        """Save soon after each change, a large world more seldom (a twentieth of the time at most), and at the end."""
        changed = asyncio.Event()
        stop_listening = self._world.listen(lambda _event, _channel_id: changed.set())
        pause = CALM_SECONDS
        try:
            while True:
                await changed.wait()
                await asyncio.sleep(pause)
                changed.clear()
                started = time.monotonic()
                self.save()
                pause = max(CALM_SECONDS, (time.monotonic() - started) / SHARE_OF_TIME)
        finally:
            stop_listening()
            self.save()
