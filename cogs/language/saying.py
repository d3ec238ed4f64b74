"""How a text is said in the language of the moment, with its values put in and within what Discord takes."""

import re
from collections.abc import Mapping
from typing import Final

from cogs.language.catalogues import language
from cogs.typed import shortened

BUTTON: Final = 80
TITLE: Final = 45
HINT: Final = 100
"""Most characters that Discord takes of each; what is longer with its values is cut."""

_PLACE = re.compile(r"\{(\w+)\}")


def say(text: str, /, **values: object) -> str:
    """The text in the language that is spoken, with these values; a place without a value stays as it is."""
    return _filled(language().gettext(text), values) if text else ""


def say_n(one: str, many: str, n: int, /, **values: object) -> str:
    """The text for `n` things, which it has as `{n}`: English has one form for one and one for all else."""
    return _filled(language().ngettext(one, many, n), {"n": n, **values})


def button(text: str, /, **values: object) -> str:
    """The words on a button or an option of a select."""
    return shortened(say(text, **values), BUTTON)


def title(text: str, /, **values: object) -> str:
    """The title of a form, or the label over a part of it."""
    return shortened(say(text, **values), TITLE)


def hint(text: str, /, **values: object) -> str:
    """What stands in an empty field or select, or below a label or an option."""
    return shortened(say(text, **values), HINT)


def mark(text: str, /) -> str:
    """A text for the catalogue, as it is: it stands in a table, and is said when it is needed."""
    return text


def mark_button(text: str, /) -> str:
    """As `mark`, for what is said by `button`."""
    return text


def mark_title(text: str, /) -> str:
    """As `mark`, for what is said by `title`."""
    return text


def mark_hint(text: str, /) -> str:
    """As `mark`, for what is said by `hint`."""
    return text


def _filled(text: str, values: Mapping[str, object]) -> str:
    return _PLACE.sub(lambda found: str(values.get(found[1], found[0])), text)
