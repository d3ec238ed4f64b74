"""Sign-ins that are under way: each can be ended once, by the browser that began it, within ten minutes."""

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Final

from api.errors import SignInStale

SECONDS: Final = 600
AT_MOST: Final = 10_000
"""Sign-ins under way at once; beyond that the oldest ends. They lie in memory: a restart has them begun anew."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """One sign-in under way: `verifier` is PKCE's, `target` where the browser goes at the end.

    `user_id` is who it is, once Discord has said so.
    """

    browser: bytes
    verifier: str
    target: str
    until: float
    user_id: int | None = None


class Pending:
    """The sign-ins under way by the SHA-256 of their state; `clock` tells seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._under_way: OrderedDict[bytes, SignIn] = OrderedDict()

    def begin(self, browser: str, verifier: str, target: str) -> str:
        """Keep a new one for the browser that holds that secret; returns its state."""
        return self._keep(SignIn(_digest(browser), verifier, target, self._clock() + SECONDS))

    def go_on(self, under_way: SignIn, user_id: int) -> str:
        """Keep it for one more step, now that it is known who signs in; returns its new state."""
        return self._keep(replace(under_way, user_id=user_id, until=self._clock() + SECONDS))

    def take(self, state: str | None, browser: str | None) -> SignIn:
        """The one with that state, which is over with this. Raises SignInStale unless this browser has it under way."""
        if state is None or browser is None:
            raise SignInStale
        found = self._under_way.get(_digest(state))
        if found is None or not secrets.compare_digest(found.browser, _digest(browser)):
            raise SignInStale
        del self._under_way[_digest(state)]
        if found.until <= self._clock():
            raise SignInStale
        return found

    def _keep(self, under_way: SignIn) -> str:
        state = secrets.token_urlsafe(32)
        while len(self._under_way) >= AT_MOST:
            self._under_way.popitem(last=False)
        self._under_way[_digest(state)] = under_way
        return state


def _digest(text: str) -> bytes:
    return sha256(text.encode("utf-8", "replace")).digest()
