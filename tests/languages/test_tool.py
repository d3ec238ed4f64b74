"""The tool of the translators: what it prints can be filled in and taken over, and is spoken from then on."""

import io
import json
from pathlib import Path

import pytest

from cogs.language import catalogues, say, say_n, speaking, title
from tests.languages import tool
from tests.languages.catalogues import read

PAGE = "Page {page} of {pages}"
GERMAN = {PAGE: "Seite {page} von {pages}", "{n} ticket": ["{n} Ticket", "{n} Tickets"], "claim": "übernehmen"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The catalogues lie in a folder that is empty."""
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    return tmp_path


def test_what_is_left_is_printed_filled_in_and_spoken(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tool.refresh()
    capsys.readouterr()
    tool.todo("de")
    left = json.loads(capsys.readouterr().out)
    for each in left:
        each["translation"] = GERMAN.get(each["text"], each["translation"])
    tool.fill("de", io.StringIO(json.dumps(left)))
    assert f"de: 3 of {len(left)} texts" in capsys.readouterr().out
    with speaking("de"):
        assert say(PAGE, page=1, pages=2) == "Seite 1 von 2"
        assert [say_n("{n} ticket", "{n} tickets", n) for n in (1, 2)] == ["1 Ticket", "2 Tickets"]
        assert title("Reason") == "Reason"
    assert say(PAGE, page=1, pages=2) == "Page 1 of 2"


def test_what_is_translated_stays_and_what_nobody_says_any_more_goes(folder: Path) -> None:
    texts = [{"text": PAGE, "translation": "Seite {page} von {pages}"}]
    tool.refresh()
    tool.fill("de", io.StringIO(json.dumps(texts)))
    path = folder / "de/LC_MESSAGES/desk.po"
    path.write_text(path.read_text(encoding="utf-8") + '\nmsgid "Gone"\nmsgstr "Weg"\n', encoding="utf-8")
    tool.refresh()
    known = read("de")
    assert known["", PAGE].string == "Seite {page} von {pages}"
    assert ("", "Gone") not in known


def test_a_fault_in_a_translation_is_printed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    tool.refresh()
    tool.fill("de", io.StringIO(json.dumps([{"text": PAGE, "translation": "Seite {page}"}])))
    assert "its places are to be" in capsys.readouterr().out
