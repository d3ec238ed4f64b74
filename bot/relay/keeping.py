"""What Discord tells only once is written down, also when the store is busy or full for a while."""

import asyncio
import logging
from collections.abc import Callable
from typing import Concatenate, Final, ParamSpec, TypeVar

from desk.errors import StoreBusy, StoreFailed, StoreFull
from desk.store import Store, Tx

log = logging.getLogger(__name__)

P = ParamSpec("P")
T = TypeVar("T")

TRIES: Final = 60
"""How often it is tried to write down one thing that Discord told, five seconds apart."""


async def keep(store: Store, use_case: Callable[Concatenate[Tx, P], T], /, *args: P.args, **kwargs: P.kwargs) -> T:
    """Write it down; while the store is busy or full, try again."""
    for _ in range(TRIES - 1):
        try:
            return await store.write(use_case, *args, **kwargs)
        except (StoreBusy, StoreFull, StoreFailed) as error:
            log.warning("what Discord told cannot be written down now: %s", type(error).__name__)
            await asyncio.sleep(error.retry_after)
    return await store.write(use_case, *args, **kwargs)
