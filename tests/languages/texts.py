"""A text of the catalogue, with what a translator must know of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

LIMITS: Mapping[str, int] = MappingProxyType(
    {
        "button": 80,
        "mark_button": 80,
        "title": 45,
        "mark_title": 45,
        "hint": 100,
        "mark_hint": 100,
        "command": 32,
        "option": 32,
        "menu": 32,
        "choice": 100,
        "description": 100,
    }
)
"""Most characters that Discord takes of what is said by that function, or stands at that place of a command."""

NAMES = ("command", "option")
"""What is typed: lower case, no blanks, and one of its kind where it stands."""

Key = tuple[str, str]


@dataclass(frozen=True)
class Text:
    """One text: `context` is empty but for what commands are called, `many` is empty for what is not counted.

    `kinds` are the functions that say it or the places where it stands, `about` is what the code tells of it, `files`
    are where it is said.
    """

    context: str
    one: str
    many: str = ""
    kinds: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    files: tuple[str, ...] = ()

    @property
    def key(self) -> Key:
        """What it is found by."""
        return self.context, self.one

    @property
    def limit(self) -> int | None:
        """The most characters that it may have wherever it stands."""
        return min((LIMITS[kind] for kind in self.kinds if kind in LIMITS), default=None)


def merged(texts: Iterable[Text]) -> dict[Key, Text]:
    """Each text once, with all that is known of it from everywhere, in the order in which they come."""
    found: dict[Key, Text] = {}
    for each in texts:
        known = found.get(each.key, Text(each.context, each.one))
        found[each.key] = replace(
            known,
            many=known.many or each.many,
            kinds=_joined(known.kinds, each.kinds),
            about=_joined(known.about, each.about),
            files=_joined(known.files, each.files),
        )
    return found


def _joined(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*one, *other)))
