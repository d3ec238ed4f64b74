"""The queue, search and figures in Discord: what staff reads on a phone, and what is pressed there."""

from datetime import timedelta

import discord
import pytest

from cogs import words
from cogs.views import queue_ids
from desk import messages, tickets
from desk.changes import TicketChange
from desk.models import Priority, Ticket
from desk.queue import Line, Show, Wanted
from desk.snoozing import UNTIL_MESSAGE
from tests.cogs.world import World, buttons, said, shown


async def change(world: World, ticket: Ticket, change: TicketChange) -> None:
    await world.store.write(tickets.update, world.actor("manager"), ticket.id, change)


def listed(text: str, numbers: int = 9) -> list[int]:
    """The numbers of the tickets that are listed, in their order."""
    found = {number: text.find(f"`#{number}`") for number in range(1, numbers + 1)}
    return sorted((number for number, at in found.items() if at >= 0), key=lambda number: found[number])


def choices(message: discord.Message, place: int) -> dict[str, bool]:
    """The options of the `place`-th select by label, and whether each is chosen."""
    rows = [row for row in message.components if isinstance(row, discord.ActionRow)]
    select = rows[place].children[0]
    assert isinstance(select, discord.SelectMenu)
    return {option.label: option.default for option in select.options}


async def test_a_moderator_reads_what_presses_most_first(world: World) -> None:
    await world.ticket("Normal one")
    urgent = await world.ticket("Urgent one")
    await world.ticket("Of another team", category="other")
    await change(world, urgent, TicketChange(priority=Priority.URGENT, claimed_by_me=True))
    answer = await world.use("responder", "ticket queue")
    text = said(answer)
    assert listed(text) == [2, 1]
    first = next(part for part in text.split("⚪")[:1])
    assert "2 tickets in the queue" in text
    assert "🔴 [`#2`](https://discord.com/channels/" in first
    assert f"/{urgent.place.channel_id})" in first
    assert f"Waiting for us · <t:{int(world.now.timestamp())}:R> · <@{world.members['manager'].id}>" in first
    assert list(buttons(answer))[-2:] == ["Claim next", "Refresh"]


async def test_what_is_overdue_says_so_and_what_is_answered_waits_for_the_member(world: World) -> None:
    await world.ticket()
    answered = await world.ticket()
    await world.store.write(messages.reply, world.actor("responder"), answered.id, "Try this.")
    world.now += timedelta(days=2)
    text = said(await world.use("responder", "ticket queue"))
    assert "⏰ Overdue · waiting for us · " in text
    assert "Waiting for the member · " in text
    assert listed(said(await world.use("responder", "ticket queue", show="overdue"))) == [1]
    await change(world, await world.seen(1), TicketChange(snoozed_until=UNTIL_MESSAGE))
    resting = said(await world.use("responder", "ticket queue", show="snoozed"))
    assert "💤 Snoozed until the member writes" in resting
    assert listed(said(await world.use("responder", "ticket queue"))) == [2]


async def test_the_selects_narrow_the_queue_and_keep_what_was_chosen(world: World) -> None:
    for tag, priority in (("billing", Priority.HIGH), ("login", Priority.HIGH), ("login", Priority.LOW)):
        await change(world, await world.ticket(), TicketChange(tags=(tag,), priority=priority))
    responder = world.members["responder"]
    answer = await world.use("responder", "ticket queue", priority="high")
    assert listed(said(answer)) == [1, 2]
    narrow = next(each for label, each in buttons(answer).items() if label.startswith("Priority"))
    await responder.select(shown(answer), ["priority:high", "tag:login"], custom_id=narrow)
    assert listed(said(answer)) == [2]
    chosen = choices(shown(answer), 1)
    assert [label for label, default in chosen.items() if default] == ["high", "login"]
    assert set(chosen) >= {"urgent", "normal", "low", "open", "billing"}
    assert "other" not in chosen
    show = next(each for each in buttons(answer).values() if each.startswith("queue-show"))
    await responder.select(shown(answer), ["mine"], custom_id=show)
    assert "Nothing here." in said(answer)
    assert [label for label, default in choices(shown(answer), 0).items() if default] == ["Mine"]
    narrow = next(each for each in buttons(answer).values() if each.startswith("queue-narrow"))
    await responder.select(shown(answer), [], custom_id=narrow)
    show = next(each for each in buttons(answer).values() if each.startswith("queue-show"))
    await responder.select(shown(answer), ["unclaimed"], custom_id=show)
    assert listed(said(answer)) == [1, 2, 3]


async def test_the_queue_has_pages_and_judges_anew_when_turned(world: World) -> None:
    for number in range(20):
        draft = tickets.TicketDraft(world.category_ids["open"], f"Ticket {number}", "Please help.")
        await world.store.write(tickets.open_ticket, world.actor("owner"), draft)
    answer = await world.use("responder", "ticket queue")
    responder = world.members["responder"]
    assert shown(answer).embeds[0].footer.text == "Page 1 of 3"
    for _ in range(2):
        await responder.click(shown(answer), label="Next")
    assert shown(answer).embeds[0].footer.text == "Page 3 of 3"
    await responder.click(shown(answer), label="Back")
    await responder.click(shown(answer), label="Refresh")
    assert shown(answer).embeds[0].footer.text == "Page 1 of 3"
    await world.simulated.take_role(responder, world.roles["responder"])
    await responder.click(shown(answer), label="Next")
    assert "You answer in no category" in said(answer)


async def test_claim_next_gives_the_most_pressing_with_its_link(world: World) -> None:
    await world.ticket("First")
    urgent = await world.ticket("Second")
    await change(world, urgent, TicketChange(priority=Priority.URGENT))
    answer = await world.use("responder", "ticket queue")
    claimed = await world.members["responder"].click(shown(answer), label="Claim next")
    assert "Ticket #2" in said(claimed)
    assert f"<#{urgent.place.channel_id}>" in said(claimed)
    assert (await world.seen(2)).claimed_by == world.members["responder"].id
    await world.members["responder"].click(shown(answer), label="Claim next")
    nothing = await world.members["responder"].click(shown(answer), label="Claim next")
    assert "no ticket to claim" in said(nothing)


async def test_of_two_who_claim_next_at_once_each_gets_one(world: World) -> None:
    await world.ticket()
    await world.ticket()
    await world.use("responder", "ticket queue")
    answers = {name: await world.use(name, "ticket queue") for name in ("responder", "manager")}
    for name, answer in answers.items():
        world.simulated.press(world.members[name], shown(answer), queue_ids.claim_next(None))
    await world.simulated.settle()
    holders = {(await world.seen(number)).claimed_by for number in (1, 2)}
    assert holders == {world.members["responder"].id, world.members["manager"].id}


async def test_who_manages_tickets_finds_those_of_deleted_categories_though_no_category_is_left(world: World) -> None:
    await world.ticket("Left over")
    for name in ("open", "other"):
        await world.delete_category(name)
    assert "Left over" in said(await world.use("manager", "ticket queue"))


async def test_who_answers_nowhere_is_told_where_their_tickets_are(world: World) -> None:
    await world.ticket()
    text = said(await world.use("owner", "ticket queue"))
    assert "`/ticket list` shows your own tickets." in text
    assert listed(text) == []


@pytest.mark.parametrize("show", list(Show))
@pytest.mark.parametrize("priority", [None, *Priority])
def test_what_is_wanted_of_a_queue_survives_in_ids_that_discord_takes(show: Show, priority: Priority | None) -> None:
    wanted = Wanted(show, priority, 10**18 - 1, "t" * 32)
    for template, custom_id in (
        (queue_ids.PAGE, queue_ids.page(999_999, wanted)),
        (queue_ids.SHOW, queue_ids.show(wanted)),
        (queue_ids.NARROW, queue_ids.narrow(wanted)),
        (queue_ids.AGAIN, queue_ids.again(wanted)),
    ):
        found = template.fullmatch(custom_id)
        assert found is not None
        assert queue_ids.wanted_in(found) == wanted
        assert len(custom_id) <= 100


async def test_a_member_reads_their_place_in_line_and_the_usual_wait(world: World) -> None:
    for minutes in range(5):
        answered = await world.ticket(by="outsider")
        world.now += timedelta(hours=2, minutes=minutes)
        await world.store.write(messages.reply, world.actor("responder"), answered.id, "Try this.")
    await world.ticket("Another", by="viewer")
    await world.ticket("Mine")
    text = said(await world.use("owner", "ticket list"))
    assert "Number 2 in line. Usually answered within about 2 hours." in text
    said_so = said(await world.use("owner", "ticket open", category="open", title="One more", message="Please help."))
    assert "Your ticket #8 is open." in said_so
    assert "-# Number 3 in line. Usually answered within about 2 hours." in said_so
    # To others it is a ticket like all: how it stands is its owner's.
    assert "in line" not in said(await world.use("responder", "ticket list", whose="all"))


@pytest.mark.parametrize(
    ("line", "text"),
    [
        (Line(1, None), "Number 1 in line."),
        (Line(None, 45), "Usually answered within about 1 minute."),
        (Line(None, 25 * 60), "Usually answered within about 25 minutes."),
        (Line(3, 100 * 60), "Number 3 in line. Usually answered within about 2 hours."),
        (Line(None, 50 * 60 * 60), "Usually answered within about 2 days."),
        (Line(None, None), ""),
    ],
)
def test_a_wait_is_said_roughly(line: Line, text: str) -> None:
    assert words.queue.standing(line) == text


async def test_the_list_is_filtered_by_its_buttons(world: World) -> None:
    await world.ticket("Own one")
    await world.ticket("Own two")
    await world.ticket("Own of staff", by="responder")
    await world.use("owner", "ticket close", ticket=1)
    own = await world.use("owner", "ticket list")
    assert list(buttons(own)) == ["All", "Open", "Closed"]
    await world.members["owner"].click(shown(own), label="Closed")
    assert listed(said(own)) == [1]
    await world.members["owner"].click(shown(own), label="Open")
    assert listed(said(own)) == [2]
    staff = await world.use("responder", "ticket list")
    assert listed(said(staff)) == [3]
    await world.members["responder"].click(shown(staff), label="All that I see")
    assert sorted(listed(said(staff))) == [1, 2, 3]
    await world.members["responder"].click(shown(staff), label="Open")
    assert sorted(listed(said(staff))) == [2, 3]
    await world.members["responder"].click(shown(staff), label="Only mine")
    assert listed(said(staff)) == [3]
    assert "`/ticket open` opens one" in said(await world.use("outsider", "ticket list"))


async def test_search_finds_and_shows_where_the_words_stand(world: World) -> None:
    for number in range(7):
        await world.ticket(f"Ticket {number}")
    ticket = await world.seen(1)
    await world.store.write(messages.reply, world.actor("owner"), ticket.id, "My **refund** is missing <@1>")
    await world.store.write(messages.note, world.actor("responder"), ticket.id, "Refund refused")
    mine = said(await world.use("owner", "ticket search", words="refund"))
    assert "1 ticket found" in mine
    assert "My \\*\\*refund\\*\\* is missing \\<@1>" in mine
    assert "refused" not in mine
    staff = said(await world.use("responder", "ticket search", words="refund"))
    assert "in a note: \N{FIRST STRONG ISOLATE}Refund refused" in staff
    pages = await world.use("owner", "ticket search", words="burns ticket", whose="mine", status="open")
    assert shown(pages).embeds[0].footer.text == "Page 1 of 2"
    await world.members["owner"].click(shown(pages), label="Next")
    assert len(listed(said(pages))) == 2
    await world.members["owner"].click(shown(pages), label="Back")
    assert len(listed(said(pages))) == 5
    assert "Nothing found." in said(await world.use("outsider", "ticket search", words="refund"))
    assert "holds no letter or digit" in said(await world.use("owner", "ticket search", words="🔥"))


async def test_search_takes_no_more_than_its_buttons_can_carry(world: World) -> None:
    refused = said(await world.use("owner", "ticket search", words="𠀀" * 50))
    assert "**Words** has 100 characters; write at most" in refused
    for query in ("退" * 50, "a" * 50, ":" * 49 + "a"):
        assert "Nothing found." in said(await world.use("owner", "ticket search", words=query))


async def test_figures_are_read_by_who_manages_tickets(world: World) -> None:
    ticket = await world.ticket()
    world.now += timedelta(minutes=40)
    await world.use("responder", "ticket claim", ticket=1)
    await world.store.write(messages.reply, world.actor("responder"), ticket.id, "Try this.")
    world.now += timedelta(minutes=80)
    await world.use("responder", "ticket close", ticket=1)
    await world.ticket()
    text = said(await world.use("manager", "desk stats"))
    for part in (
        "**Now** 1 open · 1 unclaimed · 0 overdue",
        "**Last 7 days** 2 opened · 1 closed",
        "**First answer** 40 min, the median of 1 ticket",
        "**Resolved** 2 h, the median of 1 ticket",
        "**Rated** none yet",
        f"<@{world.members['responder'].id}>: 1 closed · answer 40 min (1) · resolved 2 h (1)",
    ):
        assert part in text
    assert "manage tickets" in said(await world.use("responder", "desk stats"))
