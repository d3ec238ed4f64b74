"""Sends thousands of requests to every operation, and walks from answer to answer, for as long as one has time.

python -m tests.bench.fuzz --examples 5000
"""

import argparse
import tempfile
import time
from pathlib import Path

from tests.api.fuzzing import OPERATIONS, fuzz, ground, walk


def main() -> None:
    """Print what came of each operation; the first answer that the description does not have ends it."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--examples", type=int, default=5000)
    asked.add_argument("--walks", type=int, default=500)
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as folder, ground(Path(folder)) as on:
        for label in OPERATIONS:
            began = time.perf_counter()
            statuses = fuzz(on, label, wanted.examples)
            took = time.perf_counter() - began
            print(f"{label:40} {sum(statuses.values()):6} requests {took:6.1f} s  {dict(sorted(statuses.items()))}")
        print(f"walks: {sum(walk(on, wanted.walks, 20, which=0).values())} requests")


if __name__ == "__main__":
    main()
