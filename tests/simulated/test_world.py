"""Each private use of SimCord, by name: a new version that moves one of them fails here and says which."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import discord
import pytest

from bot.demo.simulated import Memory, Simulated, texts
from tests.simulated.conftest import Scene
from tests.simulated.small_bot import SmallBot


async def test_a_world_starts_at_the_time_it_is_given() -> None:
    noon = datetime(2031, 5, 1, 12, tzinfo=UTC)
    bot = SmallBot()
    simulated = Simulated(bot, name="Front Desk")
    await simulated.start(noon)
    assert abs(simulated.env.now() - noon) < timedelta(seconds=1)
    assert bot.user is not None
    assert bot.user.name == "Front Desk"
    await simulated.advance(3600)
    assert simulated.env.now() - noon >= timedelta(hours=1)
    await simulated.stop()
    await bot.close()


async def test_a_form_is_shown_and_its_words_come_back(scene: Scene) -> None:
    shown = await scene.ann.slash(scene.hall, "form")
    scene.discord.submit(scene.ann, shown, {"word": "hello"})
    await scene.discord.settle()
    assert [message.content for message in scene.discord.messages(scene.hall.id)] == ["you said hello"]


async def test_people_press_one_button_at_the_same_moment(scene: Scene) -> None:
    await scene.ann.slash(scene.hall, "panel")
    panel = scene.hall.last_message
    first, second = (scene.discord.press(member, panel, "count:hall") for member in (scene.ann, scene.bob))
    assert scene.bot.pressed == 0
    await scene.discord.settle()
    answers = [answer.response.content for answer in (first, second) if answer.response]
    assert answers == ["press 1 in hall", "press 2 in hall"]


@pytest.mark.parametrize("killed", [False, True])
async def test_a_fresh_bot_answers_the_button_of_the_old_one(scene: Scene, *, killed: bool) -> None:
    await scene.ann.slash(scene.hall, "panel")
    panel = scene.discord.messages(scene.hall.id)[-1]
    await scene.discord.restart(SmallBot(), killed=killed)
    answer = await scene.bob.click(panel, custom_id="count:hall")
    assert answer.response is not None
    assert answer.response.content == "press 1 in hall"
    guild = scene.bot.get_guild(scene.guild.id)
    assert guild is not None
    assert {scene.ann.id, scene.bob.id} < {member.id for member in guild.members}


async def test_roles_are_given_and_taken_and_members_leave(scene: Scene) -> None:
    await scene.discord.give_role(scene.ann, scene.staff)
    assert scene.ann.member is not None
    assert "staff" in [role.name for role in scene.ann.member.roles]
    await scene.discord.take_role(scene.ann, scene.staff)
    assert "staff" not in [role.name for role in scene.ann.member.roles]
    await scene.discord.delete_role(scene.staff)
    assert "staff" not in scene.guild.roles
    await scene.discord.leave(scene.bob)
    assert scene.bot.left == [scene.bob.id]


async def test_a_bot_with_few_permissions_is_refused(scene: Scene) -> None:
    scene.discord.limit_bot(scene.guild, discord.Permissions(view_channel=True))
    channel = scene.bot.get_channel(scene.hall.id)
    assert isinstance(channel, discord.TextChannel)
    with pytest.raises(discord.Forbidden):
        await channel.edit(topic="x")


async def test_requests_are_refused_until_told_otherwise(scene: Scene) -> None:
    scene.discord.close_direct_messages(scene.ann)
    user = scene.bot.get_user(scene.ann.id)
    assert user is not None
    with pytest.raises(discord.Forbidden) as refusal:
        await user.send("hello")
    assert refusal.value.code == 50007
    scene.discord.stop_refusing()
    await user.send("hello")
    assert (scene.discord.requests[-1].json or {}).get("content") == "hello"


async def test_places_are_listed_with_their_people(scene: Scene) -> None:
    channel = scene.bot.get_channel(scene.hall.id)
    assert isinstance(channel, discord.TextChannel)
    thread = await channel.create_thread(name="0001", type=discord.ChannelType.private_thread)
    await thread.add_user(discord.Object(scene.ann.id))
    await scene.ann.send_dm("hello")
    hall, private, direct = scene.discord.places()
    assert (hall.name, hall.kind, hall.count) == ("hall", "channel", 0)
    assert (private.name, private.kind, private.parent_id) == ("0001", "private thread", hall.id)
    assert set(private.members) == {scene.ann.id, scene.discord.bot_user_id}
    assert (direct.name, direct.kind, direct.count) == ("ann", "direct message", 1)
    owner = scene.discord.owner_of(scene.guild)
    assert scene.discord.who_sees(private.id) == {scene.ann.id, owner.id}
    assert scene.discord.can_write(scene.ann.id, private.id)
    assert not scene.discord.can_write(scene.bob.id, private.id)


async def test_a_listener_hears_of_each_channel_that_changes_and_the_record_is_cut(scene: Scene) -> None:
    heard: list[tuple[str, int | None]] = []
    stop = scene.discord.listen(lambda event, channel_id: heard.append((event, channel_id)))
    await scene.ann.send(scene.hall, "hello")
    stop()
    await scene.ann.send(scene.hall, "again")
    assert heard == [("MESSAGE_CREATE", scene.hall.id)]
    assert scene.bot.heard == ["hello", "again"]
    scene.discord.forget(keep=1)
    assert len(scene.discord.requests) == 1
    assert list(texts(scene.discord.messages(scene.hall.id))) == ["hello", "again"]


async def test_deleting_by_hand_reaches_the_bot(scene: Scene) -> None:
    message = await scene.ann.send(scene.hall, "hello")
    await scene.discord.delete_message(scene.hall.id, message.id)
    assert scene.discord.messages(scene.hall.id) == []
    await scene.discord.delete_channel(scene.hall.id)
    assert scene.bot.get_channel(scene.hall.id) is None


async def test_settling_waits_for_work_outside_the_bot(scene: Scene) -> None:
    waited: list[str] = []

    async def rest() -> None:
        if not waited:
            waited.append("once")
            await scene.ann.send(scene.hall, "from outside")

    scene.discord.settle_with(rest)
    await scene.discord.settle()
    assert scene.bot.heard == ["from outside"]


async def test_an_act_waits_for_one_that_is_under_way(scene: Scene) -> None:
    async with asyncio.TaskGroup() as acts:
        acts.create_task(scene.ann.slash(scene.hall, "panel"))
        acts.create_task(scene.discord.advance(1))
        acts.create_task(scene.discord.advance(1))
    assert len(scene.discord.messages(scene.hall.id)) == 1


async def test_a_kill_takes_nothing_from_a_world_that_the_bot_was_told_of(scene: Scene, tmp_path: Path) -> None:
    """Not what happened since the whole was written, and not what went with a channel."""
    thread = scene.discord.backend.create_thread(scene.hall.id, "gone", scene.ann.id)
    memory = Memory(scene.discord, tmp_path / "discord")
    running = asyncio.create_task(memory.run())
    await asyncio.sleep(0)
    other = scene.guild.create_text_channel("other")
    await scene.ann.send(other, "Here", attachments=[("a.txt", b"abc")])
    await scene.bot.http.delete_channel(scene.hall.id)
    killed = _files(tmp_path)
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    for name, content in killed.items():
        # The last that was noted may have been cut short.
        (tmp_path / name).write_bytes(content + content[:100] * name.endswith(".since"))
    recalled = Simulated(SmallBot())
    assert Memory(recalled, tmp_path / "discord").recall()
    assert [it.content for it in recalled.messages(other.id)] == ["Here"]
    [file] = recalled.messages(other.id)[0].attachments
    assert recalled.backend.cdn.get(file.url) == b"abc"
    assert not {scene.hall.id, thread.id} & recalled.backend.channels.keys()
    assert recalled.backend.bot_user is recalled.backend.users[recalled.bot_user_id]
    await recalled.bot.close()


def _files(folder: Path) -> dict[str, bytes]:
    """What lies there."""
    return {each.name: each.read_bytes() for each in folder.iterdir()}


async def test_a_world_is_recalled_from_its_file_with_all_that_was_in_it(scene: Scene, tmp_path: Path) -> None:
    memory = Memory(scene.discord, tmp_path / "discord")
    running = asyncio.create_task(memory.run())
    await scene.ann.slash(scene.hall, "panel")
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running
    recalled = Simulated(SmallBot())
    assert Memory(recalled, tmp_path / "discord").recall()
    await scene.discord.stop()
    await recalled.start()
    guild = recalled.guild_named("House")
    assert guild is not None
    panel = recalled.messages(scene.hall.id)[-1]
    answer = await recalled.members_of(guild)["ann"].click(panel, custom_id="count:hall")
    assert answer.response is not None
    assert answer.response.content == "press 1 in hall"
    assert recalled.channel(scene.hall.id).last_message is not None
    await recalled.stop()
    await recalled.bot.close()


async def test_a_world_without_a_file_or_of_another_version_is_not_recalled(
    scene: Scene, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    memory = Memory(scene.discord, tmp_path / "discord")
    assert not memory.recall()
    memory.save()
    assert memory.recall()
    monkeypatch.setattr("simcord.__version__", "0")
    assert not memory.recall()
