"""`key create`, `key list`, `key revoke`: API keys from the machine of the desk, while the desk is stopped.

Whoever may open the store may do this; the keys have the rights of the member to whom they are linked, and no others.
While the desk runs, members make their own in Discord.
"""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Annotated, TypeVar

import typer

from bot.commands.ids import discord_id
from bot.commands.store import existing_database
from bot.errors import DeskRunning
from desk import keys as use_cases
from desk.actor import Actor, Scope, Via
from desk.clock import rfc3339, system_clock
from desk.keys import KeyDraft
from desk.models import ApiKey
from desk.store import Tx
from storage.desk_store import open_desk
from storage.errors import StoreLocked

T = TypeVar("T")

keys = typer.Typer(
    help="Make, list and revoke API keys.\n\nThe desk must be stopped; while it runs, `/desk key` in Discord does it.",
    no_args_is_help=True,
    rich_markup_mode=None,
)


GuildId = Annotated[
    int, typer.Argument(metavar="GUILD_ID", parser=discord_id, help="The guild's id.", show_default=False)
]
MemberId = Annotated[
    int, typer.Argument(metavar="MEMBER_ID", parser=discord_id, help="The member's id.", show_default=False)
]
MaybeMemberId = Annotated[
    int | None,
    typer.Argument(
        metavar="[MEMBER_ID]", parser=discord_id, help="The member's id; all members if left out.", show_default=False
    ),
]
KeyId = Annotated[
    int, typer.Argument(metavar="KEY_ID", parser=discord_id, help="The id that `list` shows.", show_default=False)
]


@keys.command()
def create(
    guild: GuildId,
    member: MemberId,
    name: Annotated[str, typer.Option(help="What the key is for.")] = "made on the command line",
    scope: Annotated[
        list[Scope] | None, typer.Option(help="What it may be used for; can be given twice.  [default: both]")
    ] = None,
    days: Annotated[int | None, typer.Option(min=1, max=3650, help="After how many days it ends; else never.")] = None,
) -> None:
    """Make a key that acts as the member, and print it. It is shown this once."""
    now = system_clock()
    ends = None if days is None else rfc3339(now + timedelta(days=days))
    secret = use_cases.mint(secrets.token_bytes(32))
    draft = KeyDraft(name, frozenset(scope or Scope), ends)
    made = _in_store(lambda tx: use_cases.create(tx, _member(guild, member), draft, secret))
    typer.echo(_line(made), err=True)
    typer.echo(secret)


@keys.command(name="list")
def list_(guild: GuildId, member: MaybeMemberId = None) -> None:
    """List the keys that can be used, of that member or of all, oldest first; never the keys themselves."""

    def found(tx: Tx) -> Sequence[ApiKey]:
        operator = _operator(guild)
        return use_cases.list_all(tx, operator) if member is None else use_cases.list_of(tx, operator, member)

    for key in _in_store(found):
        typer.echo(_line(key))


@keys.command()
def revoke(guild: GuildId, key: KeyId) -> None:
    """End a key at once, whoever's it is."""
    ended = _in_store(lambda tx: use_cases.revoke(tx, _operator(guild), key))
    typer.echo(f"{_line(ended)}, revoked")


def _line(key: ApiKey) -> str:
    scopes = " ".join(sorted(key.scopes))
    used = f", last used {key.last_used_at}" if key.last_used_at else ""
    ends = f", ends {key.expires_at}" if key.expires_at else ""
    return (
        f"key {key.id} of member {key.user_id}: {key.prefix}… {key.name!r}, {scopes}, made {key.created_at}{used}{ends}"
    )


def _member(guild: int, member: int) -> Actor:
    return _actor(guild, member, administrator=False)


def _operator(guild: int) -> Actor:
    # Whoever can open the store could write into it anyway; nobody in Discord has the id 0.
    return _actor(guild, 0, administrator=True)


def _actor(guild: int, member: int, *, administrator: bool) -> Actor:
    return Actor(
        guild_id=guild,
        user_id=member,
        name="the command line",
        role_ids=frozenset(),
        administrator=administrator,
        grants=frozenset(),
        via=Via.DESK,
        at=rfc3339(system_clock()),
        request_id=f"cli-{secrets.token_hex(8)}",
    )


def _in_store(use_case: Callable[[Tx], T]) -> T:
    database = existing_database()

    async def once() -> T:
        async with open_desk(database) as store:
            return await store.write(use_case)

    try:
        return asyncio.run(once())
    except StoreLocked as locked:
        raise DeskRunning(locked.pid) from locked
