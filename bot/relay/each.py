"""One act on many things, of which one that fails keeps no other from being done."""

from collections.abc import Awaitable, Callable, Iterable
from typing import TypeVar

from bot.relay.verdicts import Again, Never, verdict
from desk.errors import Unavailable

T = TypeVar("T")


async def for_each(things: Iterable[T], act: Callable[[T], Awaitable[None]]) -> None:
    """Do `act` to each of them; then raise what went wrong, what is worth another try before what is not.

    What stops everything is raised at once: a token that is no longer good, a store that is away.
    """
    failures: list[Exception] = []
    for thing in things:
        try:
            await act(thing)
        except Unavailable:
            raise
        except Exception as error:  # one thread's refusal must not leave the others as they are
            if not isinstance(verdict(error), Again | Never):
                raise
            failures.append(error)
    if failures:
        raise min(failures, key=lambda each: not isinstance(verdict(each), Again))
