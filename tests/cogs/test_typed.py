"""What people typed is shown as they typed it, and stays inside its frame."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.typed import block, escaped, line

MARKS = "*_~`|[]()#><@-+\\ \n"


def drawn(text: str) -> str:
    """What Discord shows of escaped text: a backslash before a sign goes, and the invisible marks show nothing."""
    return re.sub("[\u2068\u2069\u200b]", "", re.sub(r"\\([^0-9A-Za-z\s])", r"\1", text))


@given(st.text(st.sampled_from(MARKS + "ab1e")))
def test_nothing_typed_keeps_a_meaning_for_discord(text: str) -> None:
    bare = re.sub(r"\\[^0-9A-Za-z\s]", "x", escaped(text))
    assert re.findall(r"[*_~`|\[\]<>#]", bare) == []
    assert re.findall(r"(?m)^\s*[-+]\s", bare) == []


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\u200b\u2068\u2069")))
def test_what_is_shown_is_what_was_typed(text: str) -> None:
    assert drawn(escaped(text)) == text


@given(st.text())
def test_every_line_of_a_block_stays_a_quotation(text: str) -> None:
    assert all(part.startswith("> \u2068") and part.endswith("\u2069") for part in block(text).split("\n"))


@given(st.text(), st.integers(5, 50))
def test_a_line_is_one_line_of_the_length_asked_for(text: str, most: int) -> None:
    shown = line(text, most)
    assert len(shown.splitlines()) <= 1
    assert len(drawn(shown)) <= most


@pytest.mark.parametrize("turning", ["\u202e", "\u2066", "\u2069", "\u200f"])
def test_no_mark_of_direction_reaches_out_of_its_frame(turning: str) -> None:
    assert line(f"a{turning}b") == "\u2068ab\u2069"


@pytest.mark.parametrize("text", ["@everyone", "@here"])
def test_a_call_to_everybody_is_shown_and_is_none(text: str) -> None:
    assert text not in escaped(text)
    assert drawn(escaped(text)) == text


def test_a_link_stays_whole_and_a_masked_one_shows_where_it_leads() -> None:
    assert escaped("see https://a.example/x_y-z") == "see https://a.example/x_y-z"
    assert escaped("[bank](https://evil.example)") == r"\[bank\](https://evil.example)"
