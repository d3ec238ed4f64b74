"""The catalogues as files: the `.po` that translators write, and the `.mo` that the desk reads, compiled by Babel."""

import io
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from cogs.language import CATALOGUES
from cogs.language import catalogues as spoken
from tests.languages.code import texts_of_the_code
from tests.languages.commands import texts_of_commands
from tests.languages.faults import forms
from tests.languages.texts import Key, Text, merged

LANGUAGES = tuple(sorted(set(CATALOGUES.values())))
HEAD = """# What the desk says in Discord.
# What is between braces is put in by the desk: keep it as it is. What is between backticks is typed: keep it, too.
# Each text says to how many characters it is held, and where it stands."""
# Others change with every day and every version of Babel, and say nothing.
HEADERS = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")

Translation = str | tuple[str, ...] | list[str] | None


class DeskCatalog(Catalog):
    """A catalogue whose head holds only what means something."""

    def _get_mime_headers(self) -> list[tuple[str, str]]:
        return [(name, value) for name, value in super()._get_mime_headers() if name in HEADERS]

    mime_headers = property(_get_mime_headers, Catalog._set_mime_headers)


def plurals_of(language: str) -> int:
    """How many plural forms the language has."""
    return DeskCatalog(locale=language).num_plurals


@cache
def wanted() -> Mapping[Key, Text]:
    """Every text that a catalogue is to have."""
    return merged([*texts_of_the_code(), *texts_of_commands()])


def path_of(language: str) -> Path:
    """Where its `.po` is; the `.mo` lies beside it."""
    return spoken.FOLDER / language / "LC_MESSAGES" / "desk.po"


def read(language: str) -> dict[Key, Message]:
    """What is in its `.po`."""
    with path_of(language).open("rb") as file:
        messages = list(read_po(file, locale=language, abort_invalid=True))
    return {(it.context or "", it.id if isinstance(it.id, str) else it.id[0]): it for it in messages if it.id}


def built(language: str, texts: Iterable[Text], known: Mapping[Key, Message]) -> DeskCatalog:
    """A catalogue of these texts, translated as far as it is known."""
    catalog = DeskCatalog(locale=language, fuzzy=False, header_comment=HEAD)
    for each in texts:
        message = known.get(each.key)
        catalog.add(
            (each.one, each.many) if each.many else each.one,
            _fitting(message, counted=bool(each.many)),
            locations=[(file, 0) for file in each.files],
            flags=message.flags & {"fuzzy"} if message else (),
            auto_comments=[*([f"At most {each.limit} characters."] if each.limit else []), *each.about],
            context=each.context or None,
        )
    return catalog


def _fitting(message: Message | None, *, counted: bool) -> Translation:
    if message is None or message.pluralizable is not counted:
        return ""
    return message.string


def as_po(catalog: Catalog) -> bytes:
    """The catalogue as translators read it."""
    file = io.BytesIO()
    write_po(file, catalog, width=120, include_lineno=False)
    return file.getvalue()


def compiled(language: str) -> bytes:
    """What its `.po`, as it is, makes a `.mo`: only what is translated, so that the rest is English."""
    catalog = DeskCatalog(locale=language, fuzzy=False)
    for message in read(language).values():
        if forms(message) and not message.fuzzy:
            catalog.add(message.id, message.string, context=message.context)
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def update(language: str, texts: Mapping[Key, Text], known: Mapping[Key, Message]) -> None:
    """Write both files: these texts, translated as far as it is known."""
    path = path_of(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(as_po(built(language, texts.values(), known)))
    path.with_suffix(".mo").write_bytes(compiled(language))
