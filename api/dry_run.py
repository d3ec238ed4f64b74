"""Rehearsals: a request with `X-Dry-Run: 1` runs whole, is answered as it would be, and has changed nothing."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Concatenate, Final, NoReturn, ParamSpec, TypeVar

from api.errors import BadDryRun
from desk.actor import Identities
from desk.store import Store, Tx

HEADER: Final = "X-Dry-Run"

P = ParamSpec("P")
T = TypeVar("T")


@dataclass(eq=False)
class _Rehearsed(Exception):
    """Ends the work of a use case that came to `result`, so that the store takes back all of it."""

    result: Any


def is_rehearsal(sent: Sequence[str]) -> bool:
    """Whether the header asks for a rehearsal. Raises BadDryRun for what is neither yes nor no."""
    value = "0" if not sent else sent[0].strip()
    if len(sent) > 1 or value not in {"0", "1"}:
        raise BadDryRun
    return value == "1"


class RehearsalStore:
    """A store in which nothing that is written stays: no event, no stored answer, no key, no number that is used up.

    What fails fails as it would; each write is judged by what is there, not by what was rehearsed before it.
    """

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def identities(self) -> Identities:
        """See desk.store.Store."""
        return self._store.identities

    async def write(self, use_case: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """See desk.store.Store."""
        try:
            await self._store.write(_rehearse, lambda tx: use_case(tx, *args, **kwargs))
        except _Rehearsed as done:
            result: T = done.result
            return result

    def read(self, use_case: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs) -> Awaitable[T]:
        """See desk.store.Store."""
        return self._store.read(use_case, *args, **kwargs)

    def read_long(
        self, use_case: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs
    ) -> Awaitable[T]:
        """See desk.store.Store."""
        return self._store.read_long(use_case, *args, **kwargs)


def _rehearse(tx: Tx, use_case: Callable[[Tx], object]) -> NoReturn:
    raise _Rehearsed(use_case(tx))
