"""The rules of real Discord that SimCord leaves out hold in the simulated Discord."""

import discord
import pytest

from bot.demo.simulated import BackendError
from tests.simulated.conftest import Scene


async def thread_in_hall(scene: Scene, *, invitable: bool = False) -> discord.Thread:
    """A private thread with nobody but the bot in it."""
    channel = scene.bot.get_channel(scene.hall.id)
    assert isinstance(channel, discord.TextChannel)
    return await channel.create_thread(name="0001 help", type=discord.ChannelType.private_thread, invitable=invitable)


def people_in(scene: Scene, thread: discord.Thread) -> set[int]:
    """The members of the thread without the bot."""
    place = next(place for place in scene.discord.places() if place.id == thread.id)
    return set(place.members) - {scene.discord.bot_user_id}


ALL = discord.AllowedMentions.all()


async def test_a_private_thread_is_made_without_a_word_in_its_channel(scene: Scene) -> None:
    await thread_in_hall(scene)
    assert scene.discord.messages(scene.hall.id) == []


async def test_a_mentioned_member_and_the_holders_of_a_mentioned_role_come_into_the_thread(scene: Scene) -> None:
    thread = await thread_in_hall(scene)
    await thread.send(f"{scene.ann.mention} {scene.staff.mention}", allowed_mentions=ALL)
    assert people_in(scene, thread) == {scene.ann.id, scene.bob.id, scene.cleo.id}


async def test_a_mention_that_comes_by_an_edit_brings_people_in_too(scene: Scene) -> None:
    thread = await thread_in_hall(scene)
    message = await thread.send("Welcome.")
    await message.edit(content=f"Welcome, {scene.staff.mention}.", allowed_mentions=ALL)
    assert people_in(scene, thread) == {scene.bob.id, scene.cleo.id}


async def test_a_mention_that_is_not_allowed_brings_nobody_in(scene: Scene) -> None:
    thread = await thread_in_hall(scene)
    await thread.send(scene.ann.mention, allowed_mentions=discord.AllowedMentions.none())
    assert people_in(scene, thread) == set()


async def test_a_mention_brings_in_only_who_can_see_the_channel(scene: Scene) -> None:
    thread = await thread_in_hall(scene)
    channel = scene.bot.get_channel(scene.hall.id)
    assert isinstance(channel, discord.TextChannel)
    assert scene.ann.member is not None
    await channel.set_permissions(scene.ann.member, view_channel=False)
    await thread.send(scene.ann.mention, allowed_mentions=ALL)
    assert people_in(scene, thread) == set()


@pytest.mark.parametrize("invitable", [False, True])
async def test_a_member_brings_others_in_only_where_members_may_invite(scene: Scene, *, invitable: bool) -> None:
    thread = await thread_in_hall(scene, invitable=invitable)
    await thread.add_user(discord.Object(scene.ann.id))
    await scene.ann.send(scene.discord.channel(thread.id), f"look, {scene.bob.mention}")
    assert (scene.bob.id in people_in(scene, thread)) is invitable


async def test_a_locked_thread_takes_no_message_of_a_member_and_a_moderator_s_wakes_it(scene: Scene) -> None:
    thread = await thread_in_hall(scene)
    await thread.add_user(discord.Object(scene.ann.id))
    await scene.discord.set_thread(thread.id, archived=True, locked=True)
    with pytest.raises(BackendError, match="locked"):
        await scene.ann.send(scene.discord.channel(thread.id), "hello?")
    assert not scene.discord.can_write(scene.ann.id, thread.id)
    await thread.send("closed")
    place = next(place for place in scene.discord.places() if place.id == thread.id)
    assert (place.archived, place.locked) == (False, True)


async def test_a_message_of_a_member_wakes_an_archived_thread(scene: Scene) -> None:
    thread = await thread_in_hall(scene)
    await thread.add_user(discord.Object(scene.ann.id))
    await scene.discord.set_thread(thread.id, archived=True)
    await scene.ann.send(scene.discord.channel(thread.id), "hello?")
    place = next(place for place in scene.discord.places() if place.id == thread.id)
    assert not place.archived
    assert scene.bot.heard[-1] == "hello?"


async def test_nothing_but_waking_it_changes_an_archived_thread(scene: Scene) -> None:
    thread = await thread_in_hall(scene)
    message = await thread.send("first")
    await thread.edit(archived=True)
    for change in (
        message.edit(content="second"),
        thread.edit(name="0001 other"),
        thread.add_user(discord.Object(scene.ann.id)),
        thread.remove_user(discord.Object(scene.ann.id)),
    ):
        with pytest.raises(discord.HTTPException) as refusal:
            await change
        assert refusal.value.code == 50083
    await thread.edit(archived=False, name="0001 other")
    await message.edit(content="second")


async def test_one_nonce_makes_one_message(scene: Scene) -> None:
    channel = scene.bot.get_channel(scene.hall.id)
    assert isinstance(channel, discord.TextChannel)
    first = await channel.send("hello", nonce="n1")
    assert (await channel.send("hello", nonce="n1")).id == first.id
    assert (await channel.send("hello", nonce="n2")).id != first.id
    await scene.discord.advance(600)
    assert (await channel.send("hello", nonce="n1")).id != first.id


async def test_threads_go_with_their_channel(scene: Scene) -> None:
    thread = await thread_in_hall(scene)
    await scene.discord.delete_channel(scene.hall.id)
    assert scene.discord.places() == []
    with pytest.raises(discord.NotFound):
        await thread.send("anybody?")


async def test_a_channel_category_takes_fifty_channels_and_a_guild_five_hundred(scene: Scene) -> None:
    guild, backend = scene.bot.get_guild(scene.guild.id), scene.discord.backend
    assert guild is not None
    group, other = await guild.create_category("Group"), await guild.create_text_channel("beside")
    for number in range(50):
        backend.create_channel(guild.id, f"c{number}", parent_id=group.id)
    with pytest.raises(discord.HTTPException, match="parent_id: Maximum number of channels in category") as full:
        await guild.create_text_channel("one more", category=group)
    assert full.value.code == 50035
    with pytest.raises(discord.HTTPException, match="parent_id"):
        await other.edit(category=group)
    while len(backend.get_guild(guild.id).channel_ids) < 500:
        backend.create_channel(guild.id, "filler")
    with pytest.raises(discord.HTTPException) as over:
        await guild.create_text_channel("one more")
    assert over.value.code == 30013
