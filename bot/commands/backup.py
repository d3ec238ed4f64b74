"""`backup`: a checked copy of the store, made beside the running desk or without it."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.commands.store import existing_database, file_for
from storage.backup import back_up


def backup(
    dest: Annotated[
        Path,
        typer.Argument(
            help="The file to write, or a folder, in which the copy is named by the time.", show_default=False
        ),
    ],
    *,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put the copy in the place of a file of that name.")
    ] = False,
) -> None:
    """Copy the store to a file.

    The copy is checked, and appears whole or not at all. The desk may run meanwhile.
    """
    database = existing_database()
    target = file_for(database, dest, f"desk-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.db", replace=replace)
    with typer.progressbar(length=1, label="Copying", file=sys.stderr) as bar:

        def draw(done: int, total: int) -> None:
            bar.length = total
            bar.update(done - bar.pos)

        back_up(database, target, draw)
    typer.echo(f"{target}: {target.stat().st_size} bytes, checked")
