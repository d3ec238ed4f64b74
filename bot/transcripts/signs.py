"""Discord's own signs in a text: mentions, emojis, times, commands; as HTML, and as plain words."""

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Final

from markupsafe import Markup

from bot.transcripts.names import Names
from cogs.typed import flat

ENTITY: Final = re.compile(
    r"<(?:@!?(?P<member>[0-9]{1,20})|@&(?P<role>[0-9]{1,20})|#(?P<channel>[0-9]{1,20})"
    r"|a?:(?P<emoji>\w{1,32}):[0-9]{1,20}|t:(?P<time>-?[0-9]{1,12})(?::[tTdDfFRsS])?"
    r"|/(?P<command>[^<>:\n]{1,100}):[0-9]{1,20}|id:(?P<page>[a-z-]{1,20}))>",
    re.ASCII,
)
_MENTION = Markup('<bdi class="mention">{}</bdi>')
_EMOJI = Markup('<bdi class="emoji">{}</bdi>')
_TIME = Markup('<time datetime="{}">{}</time>')


def entity_html(text: str, names: Names) -> Markup:
    """The sign as HTML; `text` is a whole match of ENTITY."""
    found = ENTITY.fullmatch(text)
    if found is None:
        return Markup.escape(text)
    if found["time"]:
        moment = _moment(int(found["time"]))
        return Markup.escape(text) if moment is None else _TIME.format(f"{moment:%Y-%m-%dT%H:%M:%SZ}", told(moment))
    frame = _EMOJI if found["emoji"] else _MENTION
    return frame.format(_words(found, names))


def entities_told(text: str, names: Names) -> str:
    """The text with all such signs in plain words."""
    return ENTITY.sub(lambda found: _words(found, names), text)


def told(moment: datetime) -> str:
    """A time as every reader of every language reads it."""
    return f"{moment.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def _words(found: re.Match[str], names: Names) -> str:
    kind = found.lastgroup or ""
    return _WORDS[kind](found[kind], names)


def _moment(seconds: int) -> datetime | None:
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _time_words(seconds: str, _names: Names) -> str:
    moment = _moment(int(seconds))
    return f"<t:{seconds}>" if moment is None else told(moment)


_WORDS: Final[dict[str, Callable[[str, Names], str]]] = {
    "member": lambda found, names: "@" + flat(names.member(int(found)) or found),
    "role": lambda found, names: "@" + flat(names.role(int(found)) or found),
    "channel": lambda found, names: "#" + flat(names.channel(int(found)) or found),
    "emoji": lambda found, _names: f":{found}:",
    "command": lambda found, _names: f"/{found}",
    "page": lambda found, _names: f"#{found}",
    "time": _time_words,
}
