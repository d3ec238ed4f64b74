"""What people wrote stays whole, as typed, and inside its frame, whatever it is made of."""

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.relay.quoting import escaped, framed, frames, named, room

FAMILY = "\N{WOMAN}\u200d\N{WOMAN}\u200d\N{GIRL}\u200d\N{BOY}"
TEXTS = st.text(st.sampled_from("ab1 \n`*_~|<>[]()#-+.@\\\N{FIRE}\u0301") | st.characters(codec="utf-8"), max_size=400)


def unframed(shown: str) -> str:
    """What a reader of a frame reads, as Discord renders it."""
    if shown.startswith("```\n"):
        return shown.removeprefix("```\n").removesuffix("\n```").replace("`\u200b`", "``").replace("`\u200b`", "``")
    lines = [line.removeprefix("> ") for line in shown.split("\n")]
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", "\n".join(lines))


@given(TEXTS)
def test_no_sign_keeps_a_meaning_of_its_own(text: str) -> None:
    shown = escaped(text)
    bare = re.sub(r"\\[^0-9A-Za-z\s]", "e", re.sub(r"https?://[^\s<>\[\]()*`|\\]+", "e", shown))
    assert not re.search(r"[*_~`|<\[\]]|@everyone|@here", bare)
    assert not re.search(r"^[ \t]*(?:-#|[#>+-]|\d+[.)])", bare, re.MULTILINE)


@given(TEXTS)
def test_a_frame_cannot_be_left(text: str) -> None:
    shown = framed(text, 4000)
    assert shown is not None
    if shown.startswith("```"):
        assert "```" not in shown[3:-3]
    else:
        assert all(line.startswith("> ") for line in shown.split("\n"))


@given(TEXTS, st.integers(60, 300))
def test_a_text_is_whole_in_all_its_frames_together(text: str, space: int) -> None:
    parts = list(frames(text, space))
    assert all(room(part) <= space for part in parts)
    if "\\" not in text and "\u200b" not in text and "http" not in text:
        assert "".join(unframed(part) for part in parts) == text


def test_no_character_of_several_code_points_is_cut() -> None:
    parts = [unframed(part) for part in frames(FAMILY * 100, 200)]
    assert len(parts) > 1
    assert all(part == FAMILY * (len(part) // len(FAMILY)) for part in parts)


def test_a_name_stays_on_its_line_and_in_its_direction() -> None:
    assert named("**Bob**\n# \u202egnihton") == "\u2068\\*\\*Bob\\*\\* # \u202egnihton\u2069"


def test_a_bare_link_stays_a_link_and_a_masked_one_is_shown_as_typed() -> None:
    assert escaped("see https://example.com/a_b and [x](https://evil.example)") == (
        "see https://example.com/a_b and \\[x\\](https://evil.example)"
    )
