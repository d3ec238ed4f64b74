"""`python -m tests.bench.killed --seeds 300`: more deaths of the desk than the suite has time for.

Thirty deaths share a store; then another begins. It stops at the first promise that was not kept, and leaves the folder
with the store and the desk's log.
"""

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

from tests.killed.lives import live_through

DEATHS = 30


def main() -> None:
    """Run them and print what they came to."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.killed", description=__doc__)
    parser.add_argument("--seeds", type=int, default=300, help="how many deaths")
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    wish = parser.parse_args()
    end = wish.first + wish.seeds
    for start in range(wish.first, end, DEATHS):
        folder = Path(tempfile.mkdtemp(prefix="desk-killed-"))
        print(f"seeds {start} to {min(start + DEATHS, end) - 1} in {folder}", flush=True)
        began = time.monotonic()
        ledger = asyncio.run(live_through(folder, range(start, min(start + DEATHS, end))))
        seconds = time.monotonic() - began
        replies = sum(len(ticket.replies) for ticket in ledger.tickets)
        print(
            f"  {len(ledger.tickets)} tickets by REST with {replies} replies, {len(ledger.linked)} in Discord and "
            f"{len(ledger.unanswered)} unanswered there; {ledger.acknowledged} answers in {seconds:.1f} s; "
            f"slowest restart {ledger.slowest_start:.2f} s; died at {dict(ledger.deaths)}",
            flush=True,
        )


if __name__ == "__main__":
    main()
