"""What people wrote, whole in as few frames as its length takes: a quote, or a code block where that takes less."""

from collections.abc import Iterator

from cogs.typed import between_characters, block, fitting, room, to_copy

MESSAGE_ROOM = 4000
"""Most text in all components of one message."""


def framed(text: str, space: int) -> str | None:
    """`text` whole in a frame of at most `space`; None when it does not fit."""
    return next((shown for shown in (block(text), to_copy(text)) if room(shown) <= space), None)


def frames(text: str, space: int) -> Iterator[str]:
    """`text` whole in frames of at most `space`; no word is cut unless it is too long, and no character ever."""
    while (shown := framed(text, space)) is None:
        part = _first_part(text, space // 3)
        yield framed(part, space) or ""
        text = text[len(part) :]
    yield shown


def _first_part(text: str, space: int) -> str:
    """The longest beginning that surely fits: up to a line's end, else a blank's, else between two whole characters."""
    end = fitting(text, space)
    for mark in ("\n", " "):
        if (cut := text.rfind(mark, 1, end + 1)) > 0:
            return text[: cut + 1]
    return text[: between_characters(text, end)]
