"""A look at the desk in Discord: what is wrong is named with its remedy, and a button mends what the bot can mend."""

import discord

from bot.demo.simulated import InteractionResult, texts
from bot.portal import PERMISSIONS
from desk import categories, places, tickets
from desk.actor import Via
from desk.categories import CategoryDraft
from desk.models import GuildSettings
from tests.relay.in_channels import let_be_channels, set_up
from tests.relay.test_changes import labels
from tests.relay.world import World


async def look(world: World) -> InteractionResult:
    """What an administrator is told."""
    return await world.members["admin"].slash(world.hall, "desk check")


def told(result: InteractionResult) -> str:
    """All that is read in the answer."""
    assert result.response is not None
    assert result.ephemeral
    return "\n".join(filter(None, texts([result.response.message])))


async def mend(world: World, result: InteractionResult) -> str:
    """Press the button; what is read then."""
    assert result.response is not None
    [label] = labels(result.response.message)
    await world.members["admin"].click(result.response.message, label=label)
    await world.simulated.settle()
    return told(result)


async def test_a_permission_that_the_bot_lacks_is_named(world: World) -> None:
    lacking = discord.Permissions(PERMISSIONS)
    lacking.update(manage_threads=False, manage_channels=False)
    world.simulated.limit_bot(world.guild, lacking)
    await world.simulated.settle()
    assert "❌ The bot lacks **Manage Channels**, **Manage Threads**." in told(await look(world))


async def test_roles_that_are_gone_are_named_and_taken_out_of_the_category(world: World) -> None:
    role = world.roles["viewer"]
    await world.simulated.delete_role(role)
    await world.simulated.settle()
    looked = await look(world)
    assert f"❌ Category \u2068open\u2069 names roles that no longer exist: \u2068{role.id}\u2069." in told(looked)
    assert "no longer exist" not in await mend(world, looked)
    found = await world.store.read(categories.may_edit, world.actor("admin"), world.category_ids["open"])
    assert found.viewer_role_ids == set()


async def test_a_parent_channel_that_was_deleted_is_made_again(world: World) -> None:
    found = await world.store.read(categories.may_edit, world.actor("admin"), world.category_ids["open"])
    assert found.parent_channel_id is not None
    await world.simulated.delete_channel(found.parent_channel_id)
    await world.simulated.settle()
    looked = await look(world)
    assert "❌ The channel under which the tickets of category \u2068open\u2069 lie is gone." in told(looked)
    assert "is gone" not in await mend(world, looked)
    assert [it.name for it in world.simulated.places()].count("tickets-open") == 1


async def test_a_panel_s_channel_that_shut_the_bot_out_is_named_and_the_bot_lets_itself_in(world: World) -> None:
    await world.store.write(categories.post_panel, world.actor("admin"), world.hall.id)
    await world.simulated.settle()
    world.simulated.limit_bot(world.guild, discord.Permissions(PERMISSIONS))
    silent = discord.PermissionOverwrite(send_messages=False)
    hall = world.desk.client.get_channel(world.hall.id)
    assert isinstance(hall, discord.TextChannel)
    await hall.set_permissions(hall.guild.default_role, overwrite=silent)
    await world.simulated.settle()
    looked = await look(world)
    assert f"❌ Panel: in <#{world.hall.id}> the bot lacks **Send Messages**." in told(looked)
    assert "Send Messages" not in await mend(world, looked)


async def test_a_channel_that_the_bot_sees_no_more_is_for_people_to_open(world: World) -> None:
    """Discord lets nobody change the rights of a channel that they do not see."""
    await world.store.write(categories.post_panel, world.actor("admin"), world.hall.id)
    await world.simulated.settle()
    world.simulated.limit_bot(world.guild, discord.Permissions(PERMISSIONS))
    hall = world.desk.client.get_channel(world.hall.id)
    assert isinstance(hall, discord.TextChannel)
    await hall.set_permissions(hall.guild.default_role, view_channel=False)
    await world.simulated.settle()
    looked = await look(world)
    assert f"❌ Panel: in <#{world.hall.id}> the bot lacks **View Channels**" in told(looked)
    assert looked.response is not None
    assert labels(looked.response.message) == []


async def test_what_discord_refused_for_good_is_told_and_tried_again(world: World) -> None:
    world.simulated.refuse("POST", f"/channels/{world.hall.id}/messages", status=403, code=50013)
    await world.store.write(categories.post_panel, world.actor("admin"), world.hall.id)
    await world.simulated.settle()
    looked = await look(world)
    assert "❌ 1 thing is not shown, as Discord refused it for good (\u2068discord 403 50013\u2069)." in told(looked)
    assert "is not shown" not in await mend(world, looked)
    [panel] = await world.store.read(places.panels, world.guild.id)
    assert panel.message_id is not None


async def test_who_reads_all_threads_by_manage_threads_is_named(world: World) -> None:
    world.guild.create_role("janitors", permissions=discord.Permissions(manage_threads=True))
    await world.simulated.settle()
    assert "⚠️ \u2068janitors\u2069 can read all tickets of category \u2068open\u2069" in told(await look(world))


async def test_who_was_let_into_a_ticket_s_channel_by_hand_is_named_and_put_out(world: World) -> None:
    await let_be_channels(world)
    ticket = await world.open_ticket()
    channel = world.desk.client.get_channel(ticket.place.channel_id or 0)
    assert isinstance(channel, discord.TextChannel)
    stranger = channel.guild.get_member(world.members["outsider"].id)
    assert stranger is not None
    await channel.set_permissions(stranger, view_channel=True)
    await world.simulated.settle()
    looked = await look(world)
    assert f"\u2068outsider\u2069 can read the ticket <#{channel.id}> although nobody let them." in told(looked)
    assert "can read the ticket" not in await mend(world, looked)
    assert "outsider" not in world.who_reads(ticket)


async def test_a_category_that_nobody_answers_is_noted(world: World) -> None:
    draft = CategoryDraft("Lonely")
    await world.store.write(categories.create, world.actor("admin"), draft, frozenset())
    await world.simulated.settle()
    assert "⚠️ Category \u2068Lonely\u2069 has no responder" in told(await look(world))


async def test_of_a_channel_that_is_gone_or_shut_it_is_told_what_for(world: World) -> None:
    gone, shut = 999, world.guild.create_text_channel("shut").id
    await world.simulated.settle()
    world.simulated.limit_bot(world.guild, discord.Permissions(PERMISSIONS))
    channel = world.desk.client.get_channel(shut)
    assert isinstance(channel, discord.TextChannel)
    await channel.set_permissions(channel.guild.default_role, send_messages=False)
    await world.desk.relay.stop()  # which would forget a log that is gone
    for name, channel_id in (("open", gone), ("other", shut)):
        places_of_it = dict.fromkeys(("log_channel_id", "archive_channel_id", "under_channel_id"), channel_id)
        await set_up(world, name, **(places_of_it | ({"under_channel_id": None} if channel_id == shut else {})))
    settings = GuildSettings(world.guild.id, log_channel_id=gone)
    await world.store.write(lambda tx: tx.guilds.save(settings))
    said = told(await look(world))
    for use in (
        "Log of category \u2068open\u2069",
        "Archive of category \u2068open\u2069",
        "Channel category for tickets of category \u2068open\u2069",
    ):
        assert f"❌ {use}: its channel is gone (`{gone}`). Choose another: `/category edit`." in said
    assert f"❌ Log of the server: its channel is gone (`{gone}`). Choose another: `/desk log`." in said
    for use in ("Log of category \u2068other\u2069", "Archive of category \u2068other\u2069"):
        assert f"❌ {use}: in <#{shut}> the bot lacks **Send Messages**." in said


async def test_a_ticket_that_got_no_place_and_is_no_more_is_nothing_to_look_at(world: World) -> None:
    """Nobody could mend it: it was closed and its member told, or it is deleted."""
    world.simulated.refuse("POST", "/channels/*/threads", status=403, code=50013, times=None)
    closed, deleted = await world.open_ticket(via=Via.DISCORD), await world.open_ticket()
    await world.store.write(tickets.delete, world.actor("admin"), deleted.id)
    await world.simulated.settle()
    assert (await world.seen(closed.id)).close_reason == "no_place"
    assert "not shown" not in told(await look(world))
