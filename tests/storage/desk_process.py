"""A process of its own that writes lines without end and prints each once it is acknowledged; tests kill it."""

import asyncio
import itertools
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from desk import faultpoint
from desk.errors import DeskError
from tests.storage.lines import Lines, add, open_lines

WRITERS = 20


async def write_for_ever(store: Lines, numbers: Iterator[int]) -> None:
    for number in numbers:
        text = await store.write(add, f"{os.getpid()} {number}")
        os.write(1, f"{text}\n".encode())


async def main(folder: Path, point: str, passes: int) -> None:
    left = passes

    def die(name: str) -> None:
        nonlocal left
        if name == point:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), 9)

    faultpoint.install(die)
    numbers = itertools.count()
    async with open_lines(folder) as store:
        await asyncio.gather(*(write_for_ever(store, numbers) for _ in range(WRITERS)))


async def meet_a_failing_disk(folder: Path, fault: Path, kind: str) -> None:
    """Write one line, let the disk fail, write two, let it be well, write one; print what each was answered."""
    async with open_lines(folder) as store:

        async def attempt(text: str) -> str:
            try:
                return await store.write(add, text)
            except DeskError as error:
                return type(error).__name__

        answers = [await attempt("one")]
        await asyncio.to_thread(fault.write_text, kind)
        answers += await asyncio.gather(attempt("two"), attempt("three"))
        await asyncio.to_thread(fault.unlink)
        answers.append(await attempt("four"))
        print(*answers, store.failed)  # noqa: T201 -- how the parent hears of it


if __name__ == "__main__":
    if sys.argv[1] == "die":
        asyncio.run(main(Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
    else:
        asyncio.run(meet_a_failing_disk(Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]))
