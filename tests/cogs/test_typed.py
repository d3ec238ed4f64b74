"""What people typed is shown as they typed it, and stays inside its frame."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.typed import block, escaped, line, to_copy

SIGNS = "ab1 \n`*_~|<>[]()#-+.@\\\N{FIRE}\u0301\u2028\u202e\u2069"
TEXTS = st.text(st.sampled_from(SIGNS) | st.characters(codec="utf-8"), max_size=400)
LINK = r"https?://[^\s<>\[\]()*`|\\]+"
ISOLATES = "\u2068\u2069"
MASKED = r"\[bank\](https://evil.example)"


def drawn(text: str) -> str:
    """What a reader sees of escaped text: a backslash before a sign goes."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", text)


@given(TEXTS)
def test_nothing_typed_keeps_a_meaning_for_discord(text: str) -> None:
    bare = re.sub(r"\\[^0-9A-Za-z\s]", "e", re.sub(LINK, "e", escaped(text)))
    assert not re.search(r"[*_~`|<\[\]]|@everyone|@here", bare)
    assert not re.search(r"^[ \t]*(?:-#|[#>+-]|\d+[.)])", bare, re.MULTILINE)


@given(TEXTS.filter(lambda text: "\\" not in text and "http" not in text))
def test_what_is_shown_is_what_was_typed(text: str) -> None:
    assert drawn(escaped(text)) == text


@given(TEXTS)
def test_every_line_of_a_block_stays_a_quotation_for_whatever_a_reader_takes_for_a_line(text: str) -> None:
    assert all(part.startswith("> ") for part in block(text).splitlines())


@given(TEXTS)
def test_no_fence_in_a_text_ends_the_frame_from_which_it_is_copied(text: str) -> None:
    assert "```" not in to_copy(text).removeprefix("```\n").removesuffix("\n```")


@given(st.integers(3, 12))
def test_no_number_of_backticks_is_a_fence(many: int) -> None:
    assert "```" not in to_copy("`" * many).removeprefix("```\n").removesuffix("\n```")


@given(TEXTS, st.integers(5, 50))
def test_a_line_is_one_line_of_the_length_asked_for_and_keeps_its_direction_to_itself(text: str, most: int) -> None:
    shown = line(text, most)
    assert len(shown.splitlines()) == 1
    assert len(drawn(shown)) <= most + len(ISOLATES)
    assert re.findall("[\u202a-\u202e\u2066-\u2069]", shown) == ["\u2068", "\u2069"]


@pytest.mark.parametrize("turning", ["\u202e", "\u2066", "\u2069"])
def test_no_mark_of_direction_reaches_out_of_its_frame(turning: str) -> None:
    """Fault 45."""
    assert line(f"a{turning}b") == "\u2068ab\u2069"


@pytest.mark.parametrize("text", ["@everyone", "@here"])
def test_a_call_to_everybody_is_shown_and_is_none(text: str) -> None:
    """Fault 42."""
    assert text not in escaped(text).replace(f"\\{text}", "")
    assert drawn(escaped(text)) == text


def test_a_link_stays_whole_and_a_masked_one_shows_where_it_leads() -> None:
    assert escaped("see https://a.example/x_y-z") == "see https://a.example/x_y-z"
    assert escaped("[bank](https://evil.example)") == MASKED
