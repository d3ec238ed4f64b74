"""`check` looks at each server before the desk is started: what the bot lacks is named, channel by channel."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any

from desk import categories
from desk.actor import Grant
from desk.categories import CategoryDraft
from desk.store import Tx
from storage.desk_store import open_desk
from tests.commandline.desk import TOKEN, make_store
from tests.commandline.portal import Portal, open_portal
from tests.people import GUILD, ROLES, actor
from tests.stub.world import BOT, World

PARENT, PANEL, LOG = 940000000000000001, 940000000000000002, 940000000000000003
SEND, SEND_IN_THREADS = 1 << 11, 1 << 38


def set_up(tx: Tx) -> None:
    """A category with its parent channel and log, and a panel."""
    definer = replace(actor("definer"), grants=frozenset(Grant))
    draft = CategoryDraft("Open", responder_role_ids=(ROLES["responder"],))
    made = categories.create(tx, definer, draft, frozenset(ROLES.values()))
    settings = replace(made.settings, log_channel_id=LOG)
    tx.categories.save(replace(made, settings=settings))
    tx.places.set_parent(made.id, PARENT)
    tx.places.add_panel(GUILD, PANEL)


def make_desk(folder: Path) -> None:
    async def filled() -> None:
        async with open_desk(folder / "data" / "desk.db") as store:
            await store.write(set_up)

    make_store(folder)
    asyncio.run(filled())


def channel(channel_id: int, name: str, denied: int = 0) -> dict[str, Any]:
    overwrite = {"id": str(GUILD), "type": 0, "allow": "0", "deny": str(denied)}
    return {"id": str(channel_id), "type": 0, "name": name, "guild_id": str(GUILD), "position": 0, "flags": 0} | {
        "permission_overwrites": [overwrite],
        "parent_id": None,
        "nsfw": False,
    }


def town(*channels: dict[str, Any], lacking: int = 0) -> World:
    """The stub's server with these channels; the bot lacks these permissions in all of it."""
    world = World()
    world.roles[BOT]["permissions"] = str(int(world.roles[BOT]["permissions"]) & ~lacking)
    world.roles[GUILD]["permissions"] = str(int(world.roles[GUILD]["permissions"]) & ~lacking)
    world.channels = {int(each["id"]): each for each in channels}
    return world


async def look(portal: Portal, folder: Path, world: World | None) -> tuple[int, list[str]]:
    """How `check` ended, and its lines about servers."""
    portal.world = world
    ended = await portal.run(folder, "check", DESK_TOKEN=TOKEN, DESK_HTTP_PORT="0")
    return ended.code, [line for line in ended.out.splitlines() if " server" in line.split(":")[0]]


async def test_each_permission_that_is_missing_is_named_for_each_channel(tmp_path: Path) -> None:
    await asyncio.to_thread(make_desk, tmp_path)
    well = [channel(PARENT, "tickets-open"), channel(PANEL, "help"), channel(LOG, "log")]
    async with open_portal() as portal:
        code, [line] = await look(portal, tmp_path, town(*well))
        assert (code, line[:30]) == (0, "ok    server 'Lantern Games': ")
        shut = [channel(PARENT, "tickets-open", SEND_IN_THREADS), channel(PANEL, "help", SEND)]
        code, lines = await look(portal, tmp_path, town(*shut))
        assert code == 1
        told = "\n".join(lines)
        assert "bad   server 'Lantern Games': Panel: in #help the bot lacks Send Messages." in told
        assert (
            "In #tickets-open, where the tickets of category Open lie, the bot lacks Send Messages in Threads." in told
        )
        assert f"Log of category Open: its channel is gone (`{LOG}`)." in told
        code, lines = await look(portal, tmp_path, town(*well, lacking=1 << 34))
        assert code == 1
        assert "The bot lacks Manage Threads." in "\n".join(lines)
        code, lines = await look(portal, tmp_path, None)
        assert (code, lines) == (0, [f"note  server {GUILD}: the bot is not in it any more"])
