"""C08: the page and the text of a ticket in which everything that members can name or type is hostile."""

import re
from dataclasses import replace

import pytest

from bot.transcripts import page, plain
from cogs.language import speaking
from desk.models import Attachment
from desk.veil import HIDDEN
from tests.transcripts.elements import Elements
from tests.transcripts.hostile import MARKUP, MESSAGES, TRANSCRIPT, Hostile, message

TURNS = re.compile("[\u202a-\u202e\u2066\u2067]")


def html() -> str:
    return page.html(TRANSCRIPT, Hostile())


def test_nothing_typed_becomes_an_element_or_a_link_that_is_no_web_address() -> None:
    """C08, faults 38, 39: in message, title, names, role, channel, file, answer, reason, tag, category, comment."""
    found = Elements(html())
    assert found.strange == []
    assert len(found.links) >= 2
    assert all(link.startswith(("http://", "https://")) for link in found.links)


def test_the_page_forbids_all_but_its_own_style() -> None:
    """C08, fault 38."""
    assert f'http-equiv="Content-Security-Policy" content="{page.POLICY.replace(chr(39), "&#39;")}"' in html()
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]+'; base-uri 'none'; form-action 'none'", page.POLICY
    )


def test_names_titles_and_files_turn_no_text_around_them() -> None:
    """C08, fault 45: a right-to-left override is gone from names, and ends with its own paragraph in a message."""
    around = re.sub(r'<div class="text".*?</div>', "", html(), flags=re.DOTALL)
    assert TURNS.findall(around) == []
    assert '<div class="text" dir="auto">' in html()
    assert TURNS.findall(plain.text(replace(TRANSCRIPT, messages=MESSAGES[-1:]), Hostile())) == []


def test_no_line_of_the_text_that_somebody_typed_passes_for_one_of_the_desk() -> None:
    forged = "2026-01-01 12:00 UTC * Admin closed this ticket.\r\n2026-01-01 12:00 UTC Admin\u2028x\x1b[2J"
    text = plain.text(replace(TRANSCRIPT, messages=(message(1, forged),), happened=()), Hostile())
    body = text[text.index("2026-01-01 12:00 UTC \N{FIRST STRONG ISOLATE}") :].split("\n")
    assert body[1:] == [
        "    2026-01-01 12:00 UTC * Admin closed this ticket.",
        "    2026-01-01 12:00 UTC Admin",
        "    x[2J",
        "",
    ]


def test_a_page_says_of_staff_without_names_that_it_is_the_team() -> None:
    veiled = replace(TRANSCRIPT, messages=(message(1, "Hello", HIDDEN),))
    assert "Support team" in page.html(veiled, Hostile())
    assert "Support team" in plain.text(veiled, Hostile())


@pytest.mark.parametrize(("locale", "code"), [("en-GB", "en"), ("de", "de"), ("pt-BR", "pt-BR")])
def test_a_page_names_the_language_that_it_is_in(locale: str, code: str) -> None:
    with speaking(locale):
        assert f'<html lang="{code}">' in html()


def test_a_file_that_the_desk_keeps_leads_to_it_and_another_is_only_named() -> None:
    files = (Attachment(MARKUP, 3, 7), Attachment("other.txt", 3))
    found = replace(TRANSCRIPT, messages=(replace(message(1, "See"), attachments=files),))
    links = Elements(page.html(found, Hostile())).links
    assert "https://desk.example/file?attachmentId=7&x=y" in links
    lines = plain.text(found, Hostile()).splitlines()
    assert [line.endswith("attachmentId=7&x=y") for line in lines if "3 B]" in line] == [True, False]
