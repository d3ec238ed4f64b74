"""Whatever is sent, the answer is one that the API's own description has, and never a mistake of ours."""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.fuzzing import OPERATIONS, Ground, fuzz, ground, walk

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "40"))
"""Of each operation: few, as somebody waits for the suite; `.ci/run` asks for 200, and `python -m tests.bench.fuzz`
for as many as one likes."""


@pytest.fixture(scope="module")
def on(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    folder: Path = tmp_path_factory.mktemp("fuzzed")
    with ground(folder) as running:
        yield running


@pytest.mark.parametrize("label", OPERATIONS)
def test_no_request_brings_an_answer_that_is_not_described(on: Ground, label: str) -> None:
    statuses = fuzz(on, label, EXAMPLES)
    assert max(statuses) < 500


def test_what_was_made_can_be_followed_from_answer_to_answer(on: Ground) -> None:
    """The description's links lead from a new category to its tickets, and to all that is done with them."""
    need_an_id = {
        "POST /api/tickets",
        "PUT /api/tickets",
        "PUT /api/tickets/categories",
        "DELETE /api/tickets/categories",
    }
    asked: Counter[str] = Counter()
    done: set[str] = set()
    # Where a walk goes is chance, a third of them not that far: others are begun until one has.
    for which in range(20):
        asked += walk(on, walks=10, steps=10, which=which)
        done = {it.partition(" ")[2] for it in asked if it.startswith("2")}
        if done & need_an_id:
            break
    assert done & need_an_id, asked
    assert not [it for it in asked if it.startswith("5")]
