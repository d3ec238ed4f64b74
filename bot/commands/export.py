"""`export`: all of one server, or of all, as documented files in one archive."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.counting import some
from bot.commands.ids import discord_id
from bot.commands.store import existing_database, file_for
from desk.clock import rfc3339
from storage.export.writing import export as write


def export(
    dest: Annotated[
        Path,
        typer.Argument(
            help="The file to write, or a folder, in which the file is named by the time.", show_default=False
        ),
    ],
    *,
    server: Annotated[
        int | None,
        typer.Option(metavar="GUILD_ID", parser=discord_id, help="Only this server.", show_default=False),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put the export in the place of a file of that name.")
    ] = False,
) -> None:
    """Write all tickets, with all that belongs to them, into a file.

    It is a .zip of JSON Lines and attachments, for other programs and for `import`. No key, session or webhook is in
    it. The desk may run meanwhile.
    """
    database, now = existing_database(), datetime.now(UTC)
    target = file_for(database, dest, f"desk-{now:%Y%m%dT%H%M%SZ}.zip", replace=replace)
    with typer.progressbar(length=1, label="Exporting", file=sys.stderr) as bar:

        def draw(done: int, total: int) -> None:
            bar.length = max(total, 1)
            bar.update(done - bar.pos)

        made = write(database, target, rfc3339(now), server, draw)
    typer.echo(
        f"{target}: {some(made.counts['tickets'], 'ticket')} and {some(made.counts['messages'], 'message')} of "
        f"{some(len(made.servers), 'server')}, {target.stat().st_size} bytes"
    )
