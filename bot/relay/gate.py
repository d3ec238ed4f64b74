"""What Discord tells of a place waits here until the desk has caught up with that place, so that order is kept.

After a start, and after a lost connection, messages are missing. What is told live before they are fetched is held,
and let through behind them; else it would be taken for the last thing known, and what is missing would stay missing.
"""

from collections import deque
from collections.abc import Awaitable, Callable, Iterable

Act = Callable[[], Awaitable[object]]

_EVERYWHERE = 0


class Gate:
    """Closed for every guild until `expect` says which of its places are to be caught up with."""

    def __init__(self) -> None:
        self._awaited: dict[int, set[int]] = {}
        self._held: dict[tuple[int, int], deque[Act]] = {}
        self._unread: set[tuple[int, int]] = set()
        self.deaf = False
        """Whether Discord tells nothing at the moment, so that much may be said that nobody knows of yet."""

    def close(self) -> None:
        """Hold whatever is told of any place from now on."""
        self._awaited.clear()

    async def expect(self, guild_id: int, channel_ids: Iterable[int]) -> None:
        """Hold on to what is told of those places of the guild, and let all else of it through."""
        self._awaited[guild_id] = awaited = set(channel_ids)
        self._unread = {key for key in self._unread if key[0] != guild_id}
        for channel_id in [channel for guild, channel in self._held if guild == guild_id and channel not in awaited]:
            await self._drain(guild_id, channel_id)

    async def give_up(self, guild_id: int) -> None:
        """The desk cannot catch up with that guild: let all of it through. What was missed there stays unknown."""
        await self.expect(guild_id, ())
        self._unread.add((guild_id, _EVERYWHERE))

    async def open(self, guild_id: int, channel_id: int, *, read: bool = True) -> None:
        """The desk has caught up with that place: let through what was held, in its order, and all that follows.

        Unless it was `read`, what was missed there stays unknown.
        """
        await self._drain(guild_id, channel_id)
        if not read:
            self._unread.add((guild_id, channel_id))
        self._awaited.get(guild_id, set()).discard(channel_id)

    def lets_through(self, guild_id: int, channel_id: int) -> bool:
        """Whether all that was said in that place is known, as far as Discord tells."""
        awaited = self._awaited.get(guild_id)
        here = {(guild_id, channel_id), (guild_id, _EVERYWHERE)}
        if self.deaf or awaited is None or channel_id in awaited:
            return False
        return here.isdisjoint(self._unread) and here.isdisjoint(self._held)

    async def pass_or_hold(self, guild_id: int, channel_id: int, act: Act) -> None:
        """Do `act` now if the place is caught up with; else it is done later, behind what was held before it."""
        awaited, key = self._awaited.get(guild_id), (guild_id, channel_id)
        if awaited is not None and channel_id not in awaited and key not in self._held:
            await act()
            return
        self._held.setdefault(key, deque()).append(act)

    async def _drain(self, guild_id: int, channel_id: int) -> None:
        """What is held meanwhile joins the end; the last thing done, nothing is awaited before the way is free."""
        held = self._held.get((guild_id, channel_id), deque())
        while held:
            try:
                await held[0]()
            finally:
                held.popleft()
        self._held.pop((guild_id, channel_id), None)
