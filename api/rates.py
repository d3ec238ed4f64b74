"""How often one key, one session and one address may come, and what each answer says of that (draft RateLimit 11).

Keys and sessions have quotas of their own, and a member has one for each kind of costly work, whatever they come by. An
address is only counted for what it sends that is no good, so that nobody is locked out by others behind the same
address. Everything is counted in memory; a restart forgets it.
"""

import math
import time
from collections import deque
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from api import addresses
from api.authentication import Caller, Credential, credential_of
from api.errors import CsrfNeeded, ForeignOrigin, GuildLeft, InsufficientScope, SessionNeeded, TooMany, Unauthenticated
from api.limits import Limits
from api.marks import OWED, owe
from api.operation import Pace
from desk.actor import Actor
from desk.errors import RolesUnknown

SECONDS = 60
"""How long a call counts."""

_RECOGNISED: Final = (InsufficientScope, SessionNeeded, GuildLeft, CsrfNeeded, ForeignOrigin, RolesUnknown)
"""What who was recognised is refused by all the same."""


@dataclass(frozen=True, slots=True)
class Left:
    """How many calls are left, and in how many seconds the oldest of those that count ceases to."""

    calls: int
    seconds: int


class Quota:
    """At most `calls` calls of one subject in any stretch of SECONDS; what is refused does not count.

    The times of all calls that count are kept, since any coarser count lets twice as many pass at once. The library
    `limits` was measured: it hops to a thread for each subject and call, 80 us where all of a small answer takes 45.
    """

    def __init__(self, name: str, calls: int, clock: Callable[[], float]) -> None:
        self.name = name
        self.policy = f'"{name}";q={calls};w={SECONDS}'
        self._calls = calls
        self._clock = clock
        self._taken: dict[Hashable, deque[float]] = {}
        self._swept_at = clock()

    def take(self, subject: Hashable) -> Left:
        """Count one call. Raises TooMany."""
        now = self._clock()
        if now - self._swept_at > SECONDS:
            self._sweep(now)
        self.demand(subject)
        taken = self._taken.setdefault(subject, deque())
        taken.append(now)
        return Left(self._calls - len(taken), math.ceil(taken[0] + SECONDS - now))

    def demand(self, subject: Hashable) -> None:
        """Raise TooMany where a call would, and count none."""
        now, taken = self._clock(), self._taken.get(subject, deque())
        while taken and taken[0] <= now - SECONDS:
            taken.popleft()
        if len(taken) >= self._calls:
            raise TooMany(self.name, self._calls, SECONDS, max(1, math.ceil(taken[0] + SECONDS - now)))

    def _sweep(self, now: float) -> None:
        """Forget who has not come for as long as a call counts."""
        self._swept_at = now
        self._taken = {subject: taken for subject, taken in self._taken.items() if taken and taken[-1] > now - SECONDS}


class Rates:
    """Counts the requests of one door."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._proxies = limits.proxies
        self._quotas = {kind: Quota(kind, limits.calls_per_minute, clock) for kind in ("key", "session")}
        self._failures = Quota("failures", limits.failures_per_minute, clock)
        self._paces: dict[Pace, Quota] = {
            "opening": Quota("opening", limits.opened_per_minute, clock),
            "long": Quota("long", limits.long_per_minute, clock),
        }

    def counted(self, request: web.BaseRequest, recognise: Callable[[], Caller]) -> Caller:
        """Whom `recognise` recognises, their request counted, or that of an address that sends what is no good.

        Its answer says what is left. Raises TooMany, and what `recognise` raises.
        """
        try:
            caller = recognise()
        except Unauthenticated as error:
            if error.given:
                self._count_failure(request)
            raise
        except _RECOGNISED:
            self._count(request, credential_of(request))
            raise
        self._count(request, caller.credential)
        return caller

    def _count(self, request: web.BaseRequest, credential: Credential) -> None:
        kind, subject = credential
        _take(request, self._quotas[kind], subject)

    def demand_pace(self, pace: Pace | None, actor: Actor) -> None:
        """Raise TooMany where `keep_pace` would, before the body has been read."""
        if pace is not None:
            self._paces[pace].demand((actor.guild_id, actor.user_id))

    def keep_pace(self, request: web.BaseRequest, pace: Pace | None, actor: Actor) -> None:
        """Count costly work of the member, who was recognised and asks in good form. Raises TooMany."""
        if pace is not None:
            _take(request, self._paces[pace], (actor.guild_id, actor.user_id))

    def _count_failure(self, request: web.BaseRequest) -> None:
        forwarded = request.headers.getall(addresses.FORWARDED, ())
        origin = addresses.origin_of(request.remote or "", forwarded, self._proxies)
        self._failures.take(addresses.neighbourhood(origin))


def _take(request: web.BaseRequest, quota: Quota, subject: Hashable) -> None:
    """Count one call, and have its answer say what is left, after what it says of other quotas. Raises TooMany."""
    left = quota.take(subject)
    policy, said = quota.policy, f'"{quota.name}";r={left.calls};t={left.seconds}'
    before = request.get(OWED, {})
    if "RateLimit" in before:
        policy, said = f"{before['RateLimit-Policy']}, {policy}", f"{before['RateLimit']}, {said}"
    owe(request, {"RateLimit-Policy": policy, "RateLimit": said})
