"""What is written at one door is read at the other: replies shown once, messages recorded, deletions followed."""

from collections.abc import Awaitable
from dataclasses import replace
from typing import Any

import discord
import pytest

from bot.relay.listening import Listening
from desk import messages, reading
from desk.actor import Identities
from desk.errors import StoreBusy
from desk.store import Store
from tests.relay.world import World


async def test_a_reply_through_the_api_is_shown_once_under_its_authors_name(world: World) -> None:
    ticket = await world.open_ticket()
    await world.reply(ticket, "Have you tried water?")
    await world.reply(ticket, "Or sand?", by="owner")
    first, second = world.said(ticket)
    assert "responder" in first
    assert "Have you tried water?" in first
    assert "owner" in second
    assert "Or sand?" in second


async def test_a_note_is_not_shown(world: World) -> None:
    ticket = await world.open_ticket()
    await world.store.write(messages.note, world.actor("responder"), ticket.id, "An arsonist, I think.")
    await world.simulated.settle()
    assert world.said(ticket) == []


async def test_a_reply_by_command_is_shown_too(world: World) -> None:
    ticket = await world.open_ticket()
    thread = world.thread(ticket)
    await world.members["responder"].slash(thread, "ticket reply", message="On my way.")
    await world.simulated.settle()
    [shown] = world.said(ticket)
    assert "On my way." in shown
    assert len((await world.detail(ticket.id)).messages) == 2


async def test_what_is_written_in_the_thread_is_recorded_with_the_names_of_files(world: World) -> None:
    ticket = await world.open_ticket()
    thread = world.thread(ticket)
    await world.members["owner"].send(thread, "See here", attachments=[("fire.png", b"1234")])
    await world.simulated.settle()
    recorded = (await world.detail(ticket.id)).messages[-1]
    assert (recorded.author_name, recorded.content) == ("owner", "See here")
    assert [(it.name, it.size) for it in recorded.attachments] == [("fire.png", 4)]


@pytest.mark.parametrize("words", ["The manual says no.", ""], ids=["text", "picture alone"])
async def test_what_is_forwarded_is_kept_with_its_words_and_files(world: World, words: str) -> None:
    """C02: stored with the forwarded text, attachments and a mark; deleting the original changes nothing."""
    ticket = await world.open_ticket()
    owner = world.members["owner"]
    original = await owner.send(world.hall, words, attachments=[("page.png", b"123")])
    await owner.forward(original, world.thread(ticket))
    await owner.delete(original)
    await world.simulated.settle()
    kept = (await world.detail(ticket.id)).messages[-1]
    assert (kept.content, kept.forwarded) == (words, True)
    assert [(it.name, it.size) for it in kept.attachments] == [("page.png", 3)]


async def test_staff_alone_sees_what_an_edited_message_said_before(world: World) -> None:
    """C04: the latest text shown with an edited mark, the earlier text kept for staff."""
    ticket = await world.open_ticket()
    owner = world.members["owner"]
    answer = await owner.send(world.thread(ticket), "yes")
    await world.restart()
    await owner.edit(answer, "no")
    await world.simulated.settle()
    for who, earlier in (("responder", ["yes"]), ("owner", [])):
        seen = (await world.store.read(reading.show, world.actor(who), ticket.id)).messages[-1]
        assert (seen.content, seen.edited_at is not None) == ("no", True)
        assert [content for content, _ in seen.earlier] == earlier


async def test_edits_and_deletions_in_the_thread_are_followed(world: World) -> None:
    ticket = await world.open_ticket()
    owner, thread = world.members["owner"], world.thread(ticket)
    first = await owner.send(thread, "Hlep")
    second = await owner.send(thread, "Forget it")
    await owner.edit(first, "Help")
    await owner.delete(second)
    await world.simulated.settle()
    assert [it.content for it in (await world.detail(ticket.id)).messages] == ["It burns, please help.", "Help"]
    assert (await world.detail(ticket.id)).messages[-1].edited_at is not None


async def test_a_message_told_twice_is_recorded_once_and_one_told_after_its_end_never(world: World) -> None:
    ticket = await world.open_ticket()
    listening = world.desk.client.get_cog("listening")
    assert isinstance(listening, Listening)
    told: list[discord.Message] = []

    async def keep(message: discord.Message) -> None:
        told.append(message)

    world.desk.client.add_listener(keep, "on_message")
    first = await world.members["owner"].send(world.thread(ticket), "Once")
    second = await world.members["owner"].send(world.thread(ticket), "Never")
    await world.members["owner"].delete(second)
    for message in told:
        await listening.said(message)
    assert first.id in [message.id for message in told]
    assert [it.content for it in (await world.detail(ticket.id)).messages] == ["It burns, please help.", "Once"]


async def test_a_message_in_another_channel_is_nobodys_business(world: World) -> None:
    ticket = await world.open_ticket()
    await world.members["owner"].send(world.hall, "Lovely weather")
    await world.simulated.settle()
    assert len((await world.detail(ticket.id)).messages) == 1


async def test_what_somebody_writes_without_the_right_is_taken_out(world: World) -> None:
    ticket = await world.open_ticket()
    await world.members["admin"].slash(world.hall, "desk block", member=world.members["owner"])
    await world.members["owner"].send(world.thread(ticket), "I write all the same")
    await world.simulated.settle()
    assert world.said(ticket) == []
    assert len((await world.detail(ticket.id)).messages) == 1


class BusyAtFirst:
    """The store, held by another program for a moment."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._refusals = 2

    @property
    def identities(self) -> Identities:
        """As of the last commit."""
        return self._store.identities

    def write(self, use_case: Any, /, *args: Any) -> Awaitable[Any]:
        """Refuse at first."""
        if self._refusals:
            self._refusals -= 1
            raise StoreBusy(retry_after=0)
        return self._store.write(use_case, *args)


async def test_what_is_said_while_the_store_is_busy_is_kept_a_moment_later(world: World) -> None:
    ticket = await world.open_ticket()
    listening = world.desk.client.get_cog("listening")
    assert isinstance(listening, Listening)
    listening._store = BusyAtFirst(world.store)  # type: ignore[assignment]  # all of a store that it uses
    await world.members["owner"].send(world.thread(ticket), "Anybody there?")
    await world.simulated.settle()
    assert (await world.detail(ticket.id)).messages[-1].content == "Anybody there?"


async def test_a_reply_deleted_through_the_api_goes_from_the_thread(world: World) -> None:
    ticket = await world.open_ticket()
    reply = await world.reply(ticket, "Wrong ticket.")
    await world.store.write(messages.delete_message, world.actor("responder"), ticket.id, reply.id)
    await world.simulated.settle()
    assert world.said(ticket) == []


async def test_a_reply_deleted_by_hand_in_the_thread_is_deleted_for_the_api(world: World) -> None:
    ticket = await world.open_ticket()
    reply = await world.reply(ticket, "Wrong ticket.")
    shown = world.simulated.messages(world.thread(ticket).id)[-1]
    await world.simulated.delete_message(world.thread(ticket).id, shown.id)
    assert reply.id not in [it.id for it in (await world.detail(ticket.id)).messages]


async def test_a_message_of_the_thread_deleted_through_the_api_goes_there_too(world: World) -> None:
    ticket = await world.open_ticket()
    await world.members["owner"].send(world.thread(ticket), "My password is hunter2")
    await world.simulated.settle()
    message = (await world.detail(ticket.id)).messages[-1]
    await world.store.write(messages.delete_message, world.actor("owner"), ticket.id, message.id)
    await world.simulated.settle()
    assert world.said(ticket) == []


async def test_the_opening_message_once_deleted_is_gone_from_the_card(world: World) -> None:
    ticket = await world.open_ticket()
    opening = (await world.detail(ticket.id)).messages[0]
    await world.store.write(messages.delete_message, world.actor("owner"), ticket.id, opening.id)
    await world.simulated.settle()
    assert "It burns" not in world.card_text(ticket)
    assert "deleted" in world.card_text(ticket)


@pytest.mark.parametrize(
    "text",
    ["x" * 1990 + " the end.", "*_`|~" * 400, "\n".join(["- a"] * 500), "\N{FIRE}" * 2000],
    ids=["plain", "signs", "lines", "fires"],
)
async def test_a_long_reply_is_shown_whole(world: World, text: str) -> None:
    """C01: sent in parts in order, never cut; no cut inside a character; what was sent and what is stored agree."""
    ticket = await world.open_ticket()
    reply = await world.reply(ticket, text)
    shown = "".join(world.said(ticket))
    for sign in set(text) - {"\n", " "}:
        assert shown.count(sign) >= text.count(sign)
    kept = (await world.detail(ticket.id)).messages[-1]
    assert kept.content == text.strip()
    await world.store.write(messages.delete_message, world.actor("responder"), ticket.id, reply.id)
    await world.simulated.settle()
    assert world.said(ticket) == []


@pytest.mark.parametrize("text", ["*_`|~" * 400, "\N{FIRE}" * 2000], ids=["signs", "fires"])
async def test_a_long_opening_message_is_readable_whole(world: World, text: str) -> None:
    """P02: the ticket opens, and all of the text is readable in the channel."""
    ticket = await world.open_ticket(message=text)
    shown = world.card_text(ticket) + "".join(world.said(ticket))
    assert shown.count(text[-1]) >= text.count(text[-1])
    assert (await world.detail(ticket.id)).messages[0].content == text


HOSTILE = (
    "@everyone @here <@&{role}> <@{user}> ``` [trusted](https://evil.example) \n# Closed\n-# **Support** closed this"
)


async def test_what_people_write_pings_nobody_and_cannot_pass_for_the_bots_words(world: World) -> None:
    """C10, fault 42: nobody is pinged but the opener; the text is shown as typed and stays in its frame."""
    text = HOSTILE.format(role=world.roles["elsewhere"].id, user=world.members["outsider"].id)
    ticket = await world.open_ticket(title="@everyone # now", message=text)
    await world.reply(ticket, text)
    pinged = [
        it.json["allowed_mentions"]
        for it in world.simulated.requests
        if it.json and it.method == "POST" and "allowed_mentions" in it.json
    ]
    assert {str(each.get("parse", [])) for each in pinged} == {"[]"}
    called = {user for each in pinged for user in each.get("users", [])}
    assert {int(user) for user in called} == {world.members["owner"].id}
    assert world.people_in(ticket) == {"owner", "viewer", "responder"}
    for shown in (world.card_text(ticket), *world.said(ticket)):
        assert "](" not in shown.replace("\\](", "")
        assert "\n# " not in shown
        assert "\n-# **" not in shown
        assert "> \\# Closed" in shown


async def test_where_staff_shows_no_names_its_replies_stand_under_the_teams(world: World) -> None:
    ticket = await world.open_ticket()
    guild_id, category_id = world.guild.id, ticket.category_id
    category = await world.store.read(lambda tx: tx.categories.get(guild_id, category_id))
    assert category is not None
    hidden = replace(category, settings=replace(category.settings, anonymous=True))
    await world.store.write(lambda tx: tx.categories.save(hidden))
    await world.reply(ticket, "Have you tried water?")
    await world.reply(ticket, "It is still burning.", by="owner")
    first, second = world.said(ticket)
    assert first.startswith("**Support team**")
    assert "responder" not in first
    assert "owner" in second
