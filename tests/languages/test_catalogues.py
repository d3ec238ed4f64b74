"""Every language says what the code says: nothing is missing or left over, and it fits where Discord shows it."""

from collections.abc import Mapping, Sequence

import discord
import pytest
from babel.messages.catalog import Message
from discord import app_commands

from cogs.language import CATALOGUES
from cogs.language.translator import CatalogueTranslator
from tests.languages import COMPLETE
from tests.languages.catalogues import LANGUAGES, compiled, path_of, plurals_of, read, wanted
from tests.languages.code import PLACE, calls
from tests.languages.commands import Named, published, siblings
from tests.languages.faults import doubles, faults, forms, is_name
from tests.languages.texts import Key, Text

WHOLE_COMMAND = 8000
"""Characters that Discord takes of a command: its names, descriptions and choices together, in the longest language."""


@pytest.fixture(scope="module")
def texts() -> Mapping[Key, Text]:
    """Every text that the code says."""
    return wanted()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_desk_reads_is_what_the_translators_wrote(language: str) -> None:
    assert path_of(language).with_suffix(".mo").read_bytes() == compiled(language), "run python -m tests.languages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_complete_language_says_everything_and_nothing_else(language: str, texts: Mapping[Key, Text]) -> None:
    known = read(language) if language in COMPLETE else {}
    missing = [key for key in texts if key not in known or not forms(known[key])]
    assert known == {} or missing == [], "run python -m tests.languages, and translate what is new"
    assert [key for key in known if key not in texts] == [], "run python -m tests.languages"


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_has_a_fault(language: str, texts: Mapping[Key, Text]) -> None:
    known = {key: message for key, message in read(language).items() if key in texts}
    plurals = plurals_of(language)
    assert [fault for key, message in known.items() for fault in faults(texts[key], message, plurals)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_names_are_one_where_they_stand_beside_each_other(language: str) -> None:
    known = read(language)
    assert [found for names in siblings() if (found := doubles(names, known))] == []


def test_every_text_of_the_code_fits_where_discord_shows_it(texts: Mapping[Key, Text]) -> None:
    assert len(texts) > 200
    assert [it for it in texts.values() if it.limit and len(PLACE.sub("", it.one)) > it.limit] == []
    assert [it.one for it in texts.values() if {"command", "option"} & set(it.kinds) and not is_name(it.one)] == []


def test_a_text_is_written_out_and_gets_the_values_that_it_has_places_for() -> None:
    found = calls()
    assert [it.where for it in found if it.put_together] == [], "a text is one sentence, written out where it is said"
    assert [it.where for it in found if it.function.startswith("mark") and not it.texts] == []
    assert [it.where for it in found if it.texts and not it.fits] == []


@pytest.fixture
def commands() -> list[Named]:
    """The commands as the bot publishes them."""
    return published()


async def test_no_command_is_longer_in_any_language_than_discord_takes(commands: list[Named]) -> None:
    tree, translator = app_commands.CommandTree(discord.Client(intents=discord.Intents.none())), CatalogueTranslator()
    for command in commands:
        payload = await command.get_translated_payload(tree, translator)
        assert _length(payload) <= WHOLE_COMMAND


def _length(part: Mapping[str, object]) -> int:
    """How long Discord counts a command or a part of one: each text in its longest language."""
    own = 0
    for name in ("name", "description"):
        said = part.get(f"{name}_localizations") or {}
        assert isinstance(said, dict)
        own += max(map(len, [str(part.get(name, "")), *said.values()]))
    inner: list[Mapping[str, object]] = []
    for name in ("options", "choices"):
        held = part.get(name) or []
        assert isinstance(held, list)
        inner += held
    return own + (len(str(part["value"])) if "value" in part else 0) + sum(map(_length, inner))


def test_every_locale_with_a_catalogue_is_one_of_discords() -> None:
    known = {locale.value for locale in discord.Locale}
    assert set(CATALOGUES) - known == set()


TITLE = Text("", "Page {page} of {pages}", kinds=("title",))
MANY = Text("", "{n} ticket", "{n} tickets", kinds=("say_n",))
NAME = Text("command", "claim", kinds=("command",))
TYPED = Text("", "Do it with `/ticket show`.", kinds=("say",))


WRONG: Sequence[tuple[Text, str | tuple[str, ...], str]] = (
    (TITLE, "Seite {page}", "places"),
    (TITLE, "Seite {page} von {page_count}", "places"),
    (TITLE, "Dies ist die Seite mit der Nummer {page} von insgesamt {pages}", "characters"),
    (TITLE, " Seite {page} von {pages}", "blanks"),
    (MANY, ("{n} Ticket",), "forms"),
    (MANY, ("{n} Ticket", ""), "forms"),
    (MANY, ("ein Ticket", "{n} {n} {x}"), "places"),
    (NAME, "Übernehmen", "name"),
    (NAME, "mein ticket", "name"),
    (TYPED, "Nimm `/ticket zeigen`.", "backticks"),
)


@pytest.mark.parametrize(("text", "said", "fault"), WRONG)
def test_what_is_wrong_with_a_translation_is_named(text: Text, said: str | tuple[str, ...], fault: str) -> None:
    assert fault in "".join(faults(text, _message(text, said), 2))


@pytest.mark.parametrize(
    ("text", "said"),
    [(TITLE, "Seite {page} von {pages}"), (TITLE, ""), (MANY, ("ein Ticket", "{n} Tickets")), (NAME, "übernehmen")],
)
def test_nothing_is_wrong_with_a_good_translation(text: Text, said: str | tuple[str, ...]) -> None:
    assert list(faults(text, _message(text, said), 2)) == []


def test_a_translation_that_nobody_has_judged_is_a_fault() -> None:
    assert "fuzzy" in "".join(faults(NAME, Message("claim", "nehmen", flags={"fuzzy"}), 2))


def test_two_names_that_become_one_are_found() -> None:
    known = {("option", "a"): Message("a", "eins"), ("option", "b"): Message("b", "eins")}
    assert doubles([("option", "a"), ("option", "b")], known) == ["eins"]


def _message(text: Text, said: str | tuple[str, ...]) -> Message:
    return Message((text.one, text.many) if text.many else text.one, said)
