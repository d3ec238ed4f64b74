"""What people wrote stays whole, as typed, and inside its frame, whatever it is made of."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.relay.quoting import framed, frames
from cogs.typed import room

ENDS = "\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]"
FAMILY = "\N{WOMAN}\u200d\N{WOMAN}\u200d\N{GIRL}\u200d\N{BOY}"
TEXTS = st.text(st.sampled_from("ab1 \n`*_~|<>[]()#-+.@\\\N{FIRE}\u0301") | st.characters(codec="utf-8"), max_size=400)


def unframed(shown: str) -> str:
    """What a reader of a frame reads, as Discord renders it."""
    if shown.startswith("```\n"):
        return shown.removeprefix("```\n").removesuffix("\n```").replace("`\u200b`", "``").replace("`\u200b`", "``")
    lines = [line.removeprefix("> ") for line in shown.split("\n")]
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", "\n".join(lines))


@given(TEXTS)
def test_a_frame_cannot_be_left(text: str) -> None:
    shown = framed(text, 4000)
    assert shown is not None
    if shown.startswith("```"):
        assert "```" not in shown[3:-3]
    else:
        assert all(line.startswith("> ") for line in shown.splitlines())


@given(TEXTS, st.integers(60, 300))
def test_a_text_is_whole_in_all_its_frames_together(text: str, space: int) -> None:
    parts = list(frames(text, space))
    assert all(room(part) <= space for part in parts)
    if "\\" not in text and "\u200b" not in text and "http" not in text:
        whole = "".join(unframed(part) for part in parts)
        # What ends a line for some readers ends it for all inside a quote.
        assert re.sub(ENDS, "\n", whole) == re.sub(ENDS, "\n", text)


def test_no_character_of_several_code_points_is_cut() -> None:
    parts = [unframed(part) for part in frames(FAMILY * 100, 200)]
    assert len(parts) > 1
    assert all(part == FAMILY * (len(part) // len(FAMILY)) for part in parts)
