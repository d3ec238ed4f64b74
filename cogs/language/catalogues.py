"""Which language is spoken now, and the catalogue of it: English is in the code, the others are files beside it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from types import MappingProxyType
from typing import Final

FOLDER = Path(__file__).parent / "locale"

CATALOGUES: Final[Mapping[str, str]] = MappingProxyType(
    {"de": "de", "es-ES": "es", "es-419": "es", "fr": "fr", "pt-BR": "pt_BR", "ja": "ja"}
)
"""The catalogue that answers for each locale of Discord; for the others it is English."""

_spoken: ContextVar[str] = ContextVar("spoken", default="")


def speak(locale: object) -> None:
    """From now on, in this task and those that it begins, speak the language of that locale of Discord."""
    _spoken.set(str(locale))


@contextmanager
def speaking(locale: object) -> Iterator[None]:
    """Within it, speak the language of that locale of Discord."""
    before = _spoken.set(str(locale))
    try:
        yield
    finally:
        _spoken.reset(before)


def language() -> NullTranslations:
    """The catalogue of the language that is spoken now."""
    return catalogue_of(_spoken.get())


def catalogue_of(locale: object) -> NullTranslations:
    """The catalogue that answers for that locale of Discord."""
    return _read(FOLDER, CATALOGUES.get(str(locale)))


@cache
def _read(folder: Path, name: str | None) -> NullTranslations:
    """A catalogue's file, read when it is first needed; English has none."""
    if name is None:
        return NullTranslations()
    with (folder / name / "LC_MESSAGES" / "desk.mo").open("rb") as file:
        return GNUTranslations(file)
