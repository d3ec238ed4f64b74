"""`restore`: a backup in the place of the store, which is kept beside it; the desk must be stopped."""

import sys
from pathlib import Path
from typing import Annotated, Final

import typer

from bot import environment
from bot.commands.counting import some
from bot.commands.store import holding_store
from bot.errors import NotConfirmed
from desk.clock import system_clock
from storage.carrying import NUMBERS_SKIPPED, Carried
from storage.migrations import known_migrations
from storage.restoring import Holding, Restored, look_at, look_at_backup
from storage.restoring import restore as put_back


def restore(
    file: Annotated[Path, typer.Argument(help="The backup, as `backup` wrote it.", show_default=False)],
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing; for scripts.")] = False,
) -> None:
    """Put a backup in the place of the store.

    The desk must be stopped. The backup is checked first, and the store that stands there is kept beside it. Killed at
    any moment, either of the two is whole at the next start.
    """
    database, backup, steps = environment.load().database.resolve(), file.resolve(), known_migrations()
    held = look_at_backup(backup, database, len(steps))
    typer.echo(f"Backup  {backup}: {_holding(held)}")
    with holding_store(database):
        _ask(database, yes=yes)
        with typer.progressbar(length=1, label="Restoring", file=sys.stderr) as bar:

            def draw(done: int, total: int) -> None:
                bar.length = total
                bar.update(done - bar.pos)

            restored = put_back(backup, database, steps, system_clock, draw)
    _tell(database, restored)


def _ask(database: Path, *, yes: bool) -> None:
    """Have it confirmed that the store there is replaced, if it holds anything. Raises NotConfirmed."""
    if not database.exists():
        typer.echo(f"Store   {database}: none yet")
        return
    standing = look_at(database)
    typer.echo(f"Store   {database}: {_holding(standing) if standing else 'it cannot be read'}")
    if yes or (standing is not None and standing.last_at is None):
        return
    if not sys.stdin.isatty():
        raise NotConfirmed(asked=False)
    try:
        confirmed = typer.confirm("Put the backup in its place? The store is kept under another name.")
    except typer.Abort:
        typer.echo(err=True)
        confirmed = False
    if not confirmed:
        raise NotConfirmed(asked=True)


def _holding(held: Holding) -> str:
    if held.last_at is None:
        return "nothing"
    return f"{some(held.tickets, 'ticket')} of {some(held.guilds, 'server')}, last change {held.last_at}"


def _tell(database: Path, restored: Restored) -> None:
    typer.echo(f"\n{database} is the backup now, checked.")
    if restored.kept is not None:
        typer.echo(f"The store that stood there is kept: {restored.kept}")
    for line in _carried(restored.carried):
        typer.echo(f"- {line}")
    typer.echo("Now look at it with `python -m bot check`, and start the desk with `python -m bot run`.")


def _carried(carried: Carried) -> list[str]:
    told = _known(carried) if carried.known else list(_UNKNOWN)
    if carried.blocks:
        told.append(f"{some(carried.blocks, 'block')} of members and roles made since the backup, and so it stays.")
    return [*told, "Nobody is signed in at a browser any more."]


_UNKNOWN: Final = (
    (
        "What was done since the backup is not known here: keys, grants and webhooks that were ended may be "
        "there again, and blocks that were made are not. Look: `key list GUILD_ID`, `/desk block`."
    ),
    f"So that no number is given twice, the next ticket of each server skips {NUMBERS_SKIPPED} numbers or more.",
)


def _known(carried: Carried) -> list[str]:
    told = []
    if carried.opened:
        told.append(f"{some(carried.opened, 'ticket')} opened since: not in the backup. Discord still shows them.")
    if carried.deleted:
        told.append(f"{some(carried.deleted, 'ticket')} deleted since: there again.")
    ended = ((carried.keys, "API key"), (carried.grants, "grant"), (carried.webhooks, "webhook"))
    if taken := [some(number, what) for number, what in ended if number]:
        told.append(f"{', '.join(taken)} ended since the backup, and so it stays.")
    return [*told, "Numbers of tickets go on where they were."]
