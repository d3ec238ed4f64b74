"""Windows into the simulated Discord for a browser: several of SimCord's Previews at once, live and forgiving."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

import simcord
from simcord.preview import Preview
from simcord.preview._markdown import _FIELD_POLICIES

from bot.demo.simulated.base import RETRY_SECONDS, World
from bot.demo.simulated.sight import Sight

TICK_SECONDS = 0.5
CALM_SECONDS = 0.02
WINDOWS_AT_ONCE = 24
RECORDS_KEPT = 20_000
_log = logging.getLogger(__name__)

# Discord shows whom and what an embed's text names, and small print in it; SimCord's Preview would show ids and signs.
for _field in ("embed_description", "embed_field_value"):
    _FIELD_POLICIES[_field].update(mentions=True, subtext=True)


class NoViewer(Exception):
    """Nobody, or not the member who was asked for, can see the channel."""


class Windows:
    """Open windows, what sets off the bot's timers in real time, and the hand that redraws what has changed."""

    def __init__(self, world: Sight) -> None:
        self._world = world
        self._open: dict[tuple[int, int], Preview] = {}
        self._opening = asyncio.Lock()
        self._changed: set[int] = set()
        self._change = asyncio.Event()

    async def run(self) -> None:
        """Let the bot's timers go off and keep the windows true, until cancelled; then close them."""
        stop_listening = self._world.listen(self._notice)
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._tick())
                tasks.create_task(self._redraw())
        finally:
            stop_listening()
            for window in list(self._open.values()):
                await window.close()

    async def open(self, channel_id: int, viewer_id: int | None = None) -> str:
        """The URL of a window into a channel, first seen as `viewer_id`; a secret, as it lets act as any viewer.

        Raises simcord.BackendError when there is no such channel, and NoViewer.
        """
        async with self._opening:
            viewers = self._viewers(channel_id, viewer_id)
            key = (channel_id, viewers[0].id)
            window = self._open.get(key)
            if window is None or not window._active:
                self._open.pop(key, None)
                window = await self._enter(channel_id, viewers)
                self._open[key] = window
                await self._close_oldest()
            window.viewers = tuple(viewers)
            return window.url

    def _viewers(self, channel_id: int, first: int | None) -> list[Any]:
        channel = self._world.channel(channel_id)
        people = [self._world.viewer(user_id, channel) for user_id in self._world.who_sees(channel_id)]
        people.sort(key=lambda person: (person.id != first, person.id))
        if not people or (first is not None and people[0].id != first):
            raise NoViewer
        return people

    async def _enter(self, channel_id: int, viewers: list[Any]) -> Preview:
        env = self._world.env

        async def enter() -> Preview:
            env._preview = None  # SimCord allows one Preview an Env; each of ours is told of every act by `_All`
            try:
                channel = self._world.channel(channel_id)
                return await env.preview(channel, viewers=viewers, layout="channel").__aenter__()
            finally:
                env._preview = _All(self._open)  # type: ignore[assignment] # it takes a Preview's place

        window = await self._world.op(enter)
        window._action = _Forgiving(self._world, window)  # type: ignore[method-assign] # for this window only
        return window

    async def _close_oldest(self) -> None:
        while len(self._open) > WINDOWS_AT_ONCE:
            await self._open.pop(next(iter(self._open))).close()

    def _notice(self, _event: str, channel_id: int | None) -> None:
        if channel_id is not None:
            self._changed.add(channel_id)
            self._change.set()

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            self._world.forget(RECORDS_KEPT)
            try:
                await self._world.advance(0)
            except TimeoutError:
                _log.warning("the bot is busy; its timers wait")

    async def _redraw(self) -> None:
        while True:
            await self._change.wait()
            await asyncio.sleep(CALM_SECONDS)
            self._change.clear()
            changed, self._changed = self._changed, set()
            for (channel_id, _), window in list(self._open.items()):
                if channel_id in changed and window._active:
                    await self._refresh(window)

    async def _refresh(self, window: Preview) -> None:
        try:
            await self._world.op(window.refresh)
        except (TimeoutError, simcord.SetupError):
            _log.warning("a window could not be redrawn now")


class _All:
    """Stands where SimCord keeps its one Preview, and passes on what it is told to all."""

    _closed = False

    def __init__(self, windows: Mapping[tuple[int, int], Preview]) -> None:
        self._windows = windows

    def _mark_action_dispatched(self) -> None:
        for window in self._windows.values():
            window._mark_action_dispatched()


class _Forgiving:
    """Lets a click through as Discord would: also when the window was redrawn since the browser last looked.

    SimCord refuses an act that carries an older revision, or that meets another act. Here the act takes the present
    revision (the button must still be there and enabled), and waits for its turn. A repeated request is sent on as
    it was first, so that SimCord knows it again.
    """

    def __init__(self, world: World, window: Preview) -> None:
        self._world = world
        self._window = window
        self._act = window._action
        self._last: dict[str, dict[str, Any]] = {}

    async def __call__(self, context_id: str | None, body: Any) -> dict[str, Any]:
        while True:
            page = self._window._pages.get(context_id or "")
            sent = body if page is None or not isinstance(body, dict) else self._present(page, body)
            try:
                return await self._act(context_id, sent)
            except simcord.SetupError as error:
                if not self._world.overlaps(error):
                    raise
            finally:
                if page is not None and sent is not body and page.last_sequence == sent.get("sequence"):
                    self._last[page.id] = sent
            await asyncio.sleep(RETRY_SECONDS)

    def _present(self, page: Any, body: dict[str, Any]) -> dict[str, Any]:
        last = self._last.get(page.id, {})
        if last.get("request_id") == body.get("request_id"):
            return last
        return {**body, "published_revision": page.revision} if "published_revision" in body else body
