"""What must never be in a log: secrets are blanked in whatever text they turn up, and text cannot forge a line."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

HIDDEN: Final = "[hidden]"

SECRET_FIELDS: Final = frozenset(
    {"api_key", "authorization", "cookie", "key", "password", "secret", "session", "token", "x-api-key", "x-api-token"}
)
"""Fields of a log line whose whole value is blanked, whatever it is."""

_LITERAL_CHARACTERS: Final = 12
"""Parts of a secret that are shorter than this occur in texts by accident."""

# How a field of a printed header, dictionary, pair or JSON text opens its value.
_HEADER: Final = r"\b(?:authorization|x-api-key|x-api-token|set-cookie|cookie)(?:\\*['\"]\s*[:,]|\s*[:=])\s*b?\\*['\"]?"
_MEMBER: Final = (
    r"['\"](?:token|access_token|refresh_token|client_secret|session_id|secret)\\*['\"]\s*[:,]\s*b?\\*['\"]"
)

_RULES: Final = tuple(
    (re.compile(pattern, re.IGNORECASE), replacement)
    for pattern, replacement in (
        # An API key; its first 12 characters are what tells one from another everywhere.
        (r"(prapi(?:_|%5f)[\w-]{6})[\w%-]+", rf"\1{HIDDEN}"),
        # A bot token, also one that is not ours.
        (r"\b[\w-]{17,}\.[\w-]{6,7}\.[\w-]{27,}", HIDDEN),
        (rf"({_HEADER})[^'\"\r\n]+", rf"\1{HIDDEN}"),
        (rf"({_MEMBER})[^'\"]+", rf"\1{HIDDEN}"),
        (r"\b(bearer|basic)\s+[\w.~+/=-]{4,}", rf"\1 {HIDDEN}"),
        # Discord's addresses of interactions and webhooks carry a token that writes in the bot's name.
        (r"(/(?:interactions|webhooks)/\d+/)[^/\s?#'\",)]+", rf"\1{HIDDEN}"),
        (r"([?&;]\s*(?:token|access_token|key|api_key|apikey|code|client_secret)=)[^&;\s'\"]+", rf"\1{HIDDEN}"),
        (r"(\bsession=)[^;,\s'\"]+", rf"\1{HIDDEN}"),
    )
)

# Line breaks of every kind, escape sequences, and signs that turn the direction of writing.
_CONTROL: Final[Mapping[int, str]] = {
    code: f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"
    for code in (
        *range(0x20),
        *range(0x7F, 0xA0),
        0x061C,
        0x200E,
        0x200F,
        *range(0x2028, 0x202F),
        *range(0x2066, 0x206A),
    )
} | {ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t"}


class Redactor:
    """Blanks secrets in texts: those it is told of, and what looks like one."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        """`secrets` are values that are blanked wherever they stand, also the dotted parts of them but the first.

        The first part of a bot token is the public id of the bot.
        """
        parts = {part for secret in secrets for part in (secret, *secret.split(".")[1:])}
        # Longest first, so that a whole secret is blanked once and not part by part.
        literals = sorted((part for part in parts if len(part) >= _LITERAL_CHARACTERS), key=len, reverse=True)
        self._literal = re.compile("|".join(map(re.escape, literals))) if literals else None

    def __call__(self, text: str) -> str:
        """The text without secrets."""
        if self._literal is not None:
            text = self._literal.sub(HIDDEN, text)
        for pattern, replacement in _RULES:
            # To replace nothing costs four times as much as to look, and nearly every line holds nothing.
            if pattern.search(text):
                text = pattern.sub(replacement, text)
        return text


def one_line(text: str) -> str:
    """The text with its control characters written out, so that it neither ends a line nor moves a cursor."""
    return text if text.isprintable() else text.translate(_CONTROL)
