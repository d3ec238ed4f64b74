"""Ids as people give them on the command line."""

import typer


def discord_id(text: str) -> int:
    """The id that was typed. Raises typer.BadParameter."""
    if not (text.isascii() and text.isdigit() and 0 < int(text[:20]) < 2**63):
        raise typer.BadParameter("no id of Discord or of the desk")  # noqa: TRY003 -- typer prints it
    return int(text)
