"""What is wrong with a translation, in words for the translator."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from babel.messages.catalog import Message

from tests.languages.code import PLACE
from tests.languages.texts import NAMES, Key, Text

_SPAN = re.compile(r"`[^`]+`")
_STANDS_AS_IS = re.compile(r"^\s*|\s*$")


def forms(message: Message) -> Sequence[str]:
    """The translations of a message: one, or one for each plural form; none when it is not translated."""
    strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return strings if any(strings) else []


def faults(text: Text, message: Message, plurals: int) -> Iterator[str]:
    """All that is wrong with how a text is translated; nothing with one that is not translated yet."""
    said = forms(message)
    if message.fuzzy:
        yield f"{text.one!r} is marked fuzzy: judge it and take the mark away"
    if said and text.many and (len(said) != plurals or not all(said)):
        yield f"{text.one!r} needs {plurals} forms"
    for each in filter(None, said):
        yield from (f"{text.one!r} as {each!r}: {fault}" for fault in _faults(text, each))


def _faults(text: Text, said: str) -> Iterator[str]:
    wanted = set(PLACE.findall(text.one)) | set(PLACE.findall(text.many))
    # A form for one thing may do without the number.
    if (set(PLACE.findall(said)) | ({"n"} & wanted)) != wanted:
        yield f"its places are to be {sorted(wanted)}"
    if _typed(said) != _typed(text.many or text.one):
        yield "what stands between backticks is to stay as it is"
    if _STANDS_AS_IS.findall(said) != _STANDS_AS_IS.findall(text.one):
        yield "its blanks at both ends are to stay as they are"
    if text.limit and len(PLACE.sub("", said)) > text.limit:
        yield f"it is {len(said)} characters long, and at most {text.limit} are shown"
    if set(text.kinds) & set(NAMES) and not is_name(said):
        yield "it is no name: small letters of any script, digits, - and _, and no blanks"


def _typed(text: str) -> list[str]:
    """What is typed as it stands between backticks; spans with places for values are judged as places."""
    return sorted(span for span in _SPAN.findall(text) if "{" not in span)


def is_name(name: str) -> bool:
    """Whether Discord takes it as the name of a command or option."""
    letters = all(sign in "-_'" or unicodedata.category(sign)[0] in "LNM" for sign in name)
    return 1 <= len(name) <= 32 and letters and name == name.lower()


def doubles(names: Sequence[Key], known: Mapping[Key, Message]) -> list[str]:
    """The translated names that stand more than once among these."""
    said = [next(iter(forms(known[key])), key[1]) if key in known else key[1] for key in names]
    return sorted({each for each in said if said.count(each) > 1})
