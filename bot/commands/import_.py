"""`import`: an export read into this desk's store; the desk must be stopped."""

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from bot import environment
from bot.commands.counting import some
from bot.commands.store import holding_store
from storage.export.reading import import_into, look_at_export
from storage.migrations import known_migrations
from storage.preparation import marker_path, prepare
from storage.replacing import give_to_owner


def import_(
    file: Annotated[Path, typer.Argument(help="The file, as `export` wrote it.", show_default=False)],
) -> None:
    """Read an export into the store, which has nothing of its servers yet.

    The desk must be stopped; where there is no store, one is made. All of the export is read in, or nothing. Tickets
    keep their numbers and their places in Discord, where nothing is said again.
    """
    database, archive = environment.load().database.resolve(), file.resolve()
    held = look_at_export(archive)
    content = f"{some(held.counts['tickets'], 'ticket')} and {some(held.counts['messages'], 'message')}"
    typer.echo(f"Export {archive}: {content} of {some(len(held.servers), 'server')}, made {held.made_at}")
    with holding_store(database):
        prepare(database, known_migrations())
        with typer.progressbar(length=1, label="Importing", file=sys.stderr) as bar:

            def draw(done: int, total: int) -> None:
                bar.length = max(total, 1)
                bar.update(done - bar.pos)

            import_into(database, archive, draw)
            draw(bar.length or 1, bar.length or 1)
        for each in (database, marker_path(database)):
            give_to_owner(each)
    typer.echo(f"\n{database} has all of it now.")
    for line in _NEXT:
        typer.echo(line)


_NEXT: Final = (
    "- API keys, webhooks and who is signed in are in no export: make the keys and webhooks anew.",
    "- The desk that the export comes from must stay stopped: two desks with one token answer everybody twice.",
    "Now look at it with `python -m bot check`, and start the desk with `python -m bot run`.",
)
