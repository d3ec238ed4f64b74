"""Sign-ins that are under way: each can be ended once, by the browser that began it, within ten minutes.

What is to be known of one lies in the browser's own cookie, and its state is a seal over that. So nothing is kept of
those that are begun, and nobody who begins many ends those of others.
"""

import base64
import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from api.errors import SignInStale

SECONDS: Final = 600
ENDED_AT_MOST: Final = 10_000
"""States remembered as used; of more the first is forgotten, which is good for nothing without its code and cookie."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """One sign-in under way: `cookie` is what the browser holds of it, `verifier` is PKCE's, `target` its end.

    `user_id` is who it is, once Discord has said so.
    """

    cookie: str
    verifier: str
    target: str
    user_id: int | None = None


class Pending:
    """Seals and opens those of one process, whose restart has them begun anew; `clock` tells seconds that only grow."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._secret = secrets.token_bytes(32)
        self._ended: OrderedDict[str, None] = OrderedDict()

    def begin(self, target: str) -> tuple[SignIn, str]:
        """A new one that ends at `target`, and its state."""
        until = int(self._clock()) + SECONDS
        cookie = f"{secrets.token_urlsafe(32)}.{until}.{_packed(target)}"
        return SignIn(cookie, self._seal("verifier", cookie), target), self._seal("state", cookie)

    def go_on(self, under_way: SignIn, user_id: int) -> str:
        """The state of its next step, now that it is known who signs in."""
        until = int(self._clock()) + SECONDS
        return f"{user_id}.{until}.{self._seal('choice', under_way.cookie, user_id, until)}"

    def take(self, state: str | None, cookie: str | None) -> SignIn:
        """The one with that state, which is over with this. Raises SignInStale unless this browser has it under way."""
        if not state or not cookie:
            raise SignInStale
        user_id, until, seal = _parted(state)
        _, begun, packed = [*cookie.split("."), "", ""][:3]
        if user_id is None:
            until, right = _whole(begun), self._seal("state", cookie)
        else:
            right = self._seal("choice", cookie, user_id, until)
        if not hmac.compare_digest(seal.encode("utf-8", "replace"), right.encode()):
            raise SignInStale
        if until <= self._clock() or right in self._ended:
            raise SignInStale
        self._ended[right] = None
        while len(self._ended) > ENDED_AT_MOST:
            self._ended.popitem(last=False)
        return SignIn(cookie, self._seal("verifier", cookie), _unpacked(packed), user_id)

    def _seal(self, *parts: object) -> str:
        text = "\n".join(map(str, parts)).encode("utf-8", "replace")
        return base64.urlsafe_b64encode(hmac.digest(self._secret, text, "sha256")).decode().rstrip("=")


def _packed(target: str) -> str:
    return base64.urlsafe_b64encode(target.encode()).decode().rstrip("=")


def _unpacked(packed: str) -> str:
    return base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4)).decode()


def _parted(state: str) -> tuple[int | None, int, str]:
    """Who signs in, until when and the seal; of a first step the seal alone."""
    parts = state.split(".")
    return (_whole(parts[0]), _whole(parts[1]), parts[2]) if len(parts) == 3 else (None, 0, state)


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 20 else 0
