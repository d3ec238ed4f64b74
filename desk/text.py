"""What a text must be to become a title, a message, a name: trimmed, counted in code points, fit to be stored.

Each function returns the text as it will be stored or raises BadText. Limits come from the API's reference
(title 3-120, message 5-2000) and from Discord (100 for the label of a select option, 1000 for what is only described).
"""

import re
import unicodedata

from desk.errors import Fault

TITLE = (3, 120)
OPENING_MESSAGE = (5, 2000)
REPLY = (1, 2000)
CATEGORY_NAME = (1, 100)
CATEGORY_DESCRIPTION = (0, 1000)
CLOSE_REASON = (0, 500)
RATING_COMMENT = (0, 1000)
KEY_NAME = (1, 100)
MEMBER_NOTE = (1, 500)
CANNED_NAME = (1, 32)
TAG = (1, 32)
WEBHOOK_URL = (1, 2000)
WEBHOOK_DESCRIPTION = (0, 200)
TAGS_AT_MOST = 10

_SURROGATE = re.compile("[\ud800-\udfff]")
# Signs that count as letters or symbols and show nothing.
_FILLERS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_COLOR = re.compile(r"#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


class BadText(ValueError):
    """The text cannot be taken; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault


def storable(text: str) -> str:
    """`text` itself; raises BadText when it holds U+0000 or a lone surrogate, which no store keeps whole."""
    if "\0" in text or _SURROGATE.search(text):
        raise BadText(Fault("unstorable"))
    return text


def cleaned(text: str) -> str:
    """`text` with what cannot be stored replaced by U+FFFD, for what was already said in Discord."""
    return _SURROGATE.sub("\ufffd", text.replace("\0", "\ufffd"))


def within(text: str, limits: tuple[int, int]) -> str:
    """`text` trimmed; raises BadText unless its code points are within `limits`, or only blanks are left of it."""
    trimmed = storable(text).strip()
    least, most = limits
    seen = any(map(_is_seen, trimmed))
    if len(trimmed) < least or (trimmed and not seen):
        raise BadText(Fault("too_short" if seen else "blank", least, actual=len(trimmed)))
    if len(trimmed) > most:
        raise BadText(Fault("too_long", most, actual=len(trimmed)))
    return trimmed


def _is_seen(sign: str) -> bool:
    """Whether a reader sees anything of the sign: it is no blank, mark of direction, joiner or filler."""
    return unicodedata.category(sign)[0] not in "ZC" and sign not in _FILLERS


def title(text: str) -> str:
    """A ticket's title: one line of 3 to 120 code points."""
    return within(" ".join(storable(text).splitlines()), TITLE)


def opening_message(text: str) -> str:
    """The message with which a ticket is opened: 5 to 2000 code points."""
    return within(text, OPENING_MESSAGE)


def reply(text: str) -> str:
    """A reply or note: 1 to 2000 code points."""
    return within(text, REPLY)


def category_name(text: str) -> str:
    """A category's name: one line of 1 to 100 code points."""
    return within(" ".join(storable(text).splitlines()), CATEGORY_NAME)


def category_description(text: str) -> str:
    """A category's description: at most 1000 code points, empty for none."""
    return within(text, CATEGORY_DESCRIPTION)


def close_reason(text: str) -> str:
    """Why a ticket was closed: at most 500 code points, empty for none."""
    return within(text, CLOSE_REASON)


def rating_comment(text: str) -> str:
    """What an owner says of a closed ticket beside its stars: at most 1000 code points, empty for nothing."""
    return within(text, RATING_COMMENT)


def key_name(text: str) -> str:
    """What its owner calls an API key: one line of 1 to 100 code points."""
    return within(" ".join(storable(text).splitlines()), KEY_NAME)


def canned_name(text: str) -> str:
    """What staff calls a reply that it has ready: one line of 1 to 32 code points."""
    return within(" ".join(storable(text).splitlines()), CANNED_NAME)


def webhook_url(text: str) -> str:
    """Where a webhook sends to, as far as it is a text: 1 to 2000 code points. See desk.outward for the rest."""
    return within(text, WEBHOOK_URL)


def webhook_description(text: str) -> str:
    """What a webhook is for: one line of at most 200 code points, empty for nothing."""
    return within(" ".join(storable(text).splitlines()), WEBHOOK_DESCRIPTION)


def tag(text: str) -> str:
    """A tag: one line of 1 to 32 code points, in lower case."""
    return within(" ".join(storable(text).lower().splitlines()), TAG)


def color(text: str) -> str:
    """`#rrggbb` for a hex colour with or without `#`, of three or six digits, in any case; raises BadText otherwise."""
    found = _COLOR.fullmatch(text.strip())
    if found is None:
        raise BadText(Fault("bad_color"))
    digits = found[1].lower()
    return "#" + (digits if len(digits) == 6 else "".join(digit * 2 for digit in digits))


def member_note(text: str) -> str:
    """A note about a member."""
    return within(text, MEMBER_NOTE)
