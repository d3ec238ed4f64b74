"""`python -m tests.bench.walking --seeds 2000`: more walks through changing tickets than the suite has time for.

It stops at the first that does not end with the truth, and says by which seed and in which tickets.
"""

import argparse

from tests.walking import walked


def main() -> None:
    """Walk, and print how far it has come."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.walking", description=__doc__)
    parser.add_argument("--seeds", type=int, default=2000, help="how many walks")
    parser.add_argument("--first", type=int, default=200, help="the first seed")
    wish = parser.parse_args()
    for seed in range(wish.first, wish.first + wish.seeds):
        held, true = walked(seed)
        wrong = sorted(each for each in held.keys() | true.keys() if held.get(each) != true.get(each))
        if wrong:
            print(f"seed {seed}: {len(wrong)} of {len(true)} tickets are wrong: {', '.join(wrong[:10])}")
            raise SystemExit(1)
        if seed % 100 == 99:
            print(f"as far as seed {seed} every walk ended with the truth", flush=True)


if __name__ == "__main__":
    main()
