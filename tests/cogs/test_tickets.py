"""Working on tickets in Discord: claim, release, assign, close, reopen, delete, by command and by button."""

import asyncio

import discord
import pytest

from bot.demo.simulated import SetupError
from cogs.typed import line
from cogs.views import header_buttons
from cogs.views.buttons import row
from cogs.views.ticket import ClaimButton
from desk import reading, tickets
from desk.actor import Via, identify
from desk.exchange import Slice, TicketFilter
from desk.models import Status
from tests.cogs.world import World, buttons, said, shown

NO_TICKET = "There is no such ticket, or you cannot see it."


async def test_a_responder_claims_by_command_in_the_ticket_s_thread(world: World) -> None:
    await world.ticket()
    ticket = await world.ticket()
    await world.ticket()
    assert said(await world.use("responder", "ticket claim", world.thread(ticket))) == "Ticket #2 is yours."
    assert [bool(it.claimed_by) for it in await world.everything()] == [False, True, False]


async def test_a_responder_claims_by_number_from_anywhere(world: World) -> None:
    await world.ticket()
    await world.ticket()
    assert said(await world.use("responder", "ticket claim", ticket=2)) == "Ticket #2 is yours."


async def test_a_command_outside_a_ticket_s_thread_asks_for_the_ticket(world: World) -> None:
    assert said(await world.use("responder", "ticket claim")).startswith(NO_TICKET)


async def test_a_responder_claims_and_closes_by_the_buttons_of_the_card(world: World) -> None:
    ticket = await world.ticket()
    card = world.card(ticket)
    assert said(await world.members["responder"].click(card, label="Claim")) == "Ticket #1 is yours."
    assert "Ticket #1 is closed." in said(await world.members["responder"].click(card, label="Close"))
    after = await world.seen(1)
    assert (after.status, after.claimed_by) == (Status.CLOSED, world.members["responder"].id)


async def test_of_two_responders_pressing_claim_at_once_one_wins_and_the_other_hears_who(world: World) -> None:
    """R05: one winner, one event; the loser is told privately who holds it."""
    ticket = await world.ticket()
    rivals = [world.members["responder"], world.members["manager"]]
    results = [world.simulated.press(each, world.card(ticket), f"claim:{ticket.id}") for each in rivals]
    await world.simulated.settle()
    texts = sorted(said(result) for result in results)
    holder = (await world.seen(1)).claimed_by
    assert texts[1] == "Ticket #1 is yours."
    assert texts[0].startswith(f"<@{holder}> has claimed this ticket.")


async def test_buttons_of_old_messages_work_after_a_restart_and_after_days(world: World) -> None:
    """P06: nothing needed is held in memory."""
    ticket = await world.ticket()
    card = world.card(ticket)
    await world.simulated.restart(world.fresh_bot())
    await world.simulated.advance(48 * 3600)
    assert said(await world.members["responder"].click(card, label="Claim")) == "Ticket #1 is yours."
    closed = await world.members["owner"].click(card, label="Close")
    await world.simulated.restart(world.fresh_bot())
    assert said(await world.members["owner"].click(shown(closed), label="Reopen")) == "Ticket #1 is open again."


async def test_a_button_pressed_by_who_lost_the_role_changes_nothing(world: World) -> None:
    """Fault 11."""
    ticket = await world.ticket()
    await world.simulated.take_role(world.members["responder"], world.roles["responder"])
    assert NO_TICKET in said(await world.members["responder"].click(world.card(ticket), label="Claim"))
    assert (await world.seen(1)).claimed_by is None


async def test_a_button_made_for_the_ticket_of_another_server_answers_as_for_none(world: World) -> None:
    """Fault 11, a custom_id is no right: the ticket is looked for in the server where the button was pressed."""
    ticket = await world.ticket()
    elsewhere = world.simulated.add_guild("Two")
    hall = elsewhere.create_text_channel("hall")
    admin = world.simulated.owner_of(elsewhere)
    await world.simulated.settle()
    channel = world.simulated.bot.get_channel(hall.id)
    assert isinstance(channel, discord.TextChannel)
    view = row(ClaimButton(f"claim:{ticket.id}"), ClaimButton("claim:999999999999999999", "Nothing"))
    message = await channel.send("tampered", view=view)
    hidden, absent = [await admin.click(message, label=label) for label in ("Claim", "Nothing")]
    assert said(hidden) == said(absent)
    assert NO_TICKET in said(absent)
    assert (await world.seen(1)).claimed_by is None


async def test_a_custom_id_that_does_not_stand_on_its_message_does_nothing(world: World) -> None:
    """Fault 11."""
    ticket = await world.ticket()
    result = world.simulated.press(world.members["responder"], world.card(ticket), f"delete-ticket:{ticket.id}")
    await world.simulated.settle()
    assert "no longer does anything" in said(result)
    assert len(await world.everything()) == 1


@pytest.mark.parametrize("digits", ["9" * 19, "9" * 40, "-1", "٣", "1e3", ""])
async def test_a_custom_id_with_no_number_that_a_store_holds_gets_a_sentence(world: World, digits: str) -> None:
    button: discord.ui.Button[discord.ui.View] = discord.ui.Button(label="Claim", custom_id=f"claim:{digits}")
    message = await world.post("tampered", discord.ui.View().add_item(button))
    assert "no longer does anything" in said(await world.members["responder"].click(message, label="Claim"))


async def test_a_claim_is_given_back_by_its_holder_and_cleared_by_a_manager(world: World) -> None:
    await world.ticket()
    await world.use("responder", "ticket claim", ticket=1)
    assert "nobody's now" in said(await world.use("responder", "ticket release", ticket=1))
    await world.use("responder", "ticket claim", ticket=1)
    assert "nobody's now" in said(await world.use("manager", "ticket release", ticket=1))
    assert (await world.seen(1)).claimed_by is None


async def test_a_manager_assigns_a_ticket_to_a_responder_whoever_held_it(world: World) -> None:
    await world.ticket()
    await world.use("manager", "ticket claim", ticket=1)
    responder = world.members["responder"]
    answer = said(await world.use("manager", "ticket assign", ticket=1, member=responder))
    assert answer == f"Ticket #1 is <@{responder.id}>'s now."
    assert (await world.seen(1)).claimed_by == responder.id


@pytest.mark.parametrize("name", ["owner", "viewer", "outsider", "elsewhere"])
async def test_a_ticket_is_assigned_to_nobody_who_could_not_claim_it(world: World, name: str) -> None:
    await world.ticket()
    result = await world.use("manager", "ticket assign", ticket=1, member=world.members[name])
    assert "**Member** cannot claim this ticket" in said(result)
    assert (await world.seen(1)).claimed_by is None


async def test_a_ticket_is_closed_with_its_reason_and_opened_again(world: World) -> None:
    await world.ticket()
    closed = await world.use("owner", "ticket close", ticket=1, reason="Solved")
    assert list(buttons(closed)) == ["Reopen", "Transcript", "1 ★", "2 ★", "3 ★", "4 ★", "5 ★"]
    assert (await world.seen(1)).close_reason == "Solved"
    assert said(await world.use("owner", "ticket reopen", ticket=1)) == "Ticket #1 is open again."
    assert (await world.seen(1)).status is Status.OPEN


async def test_after_one_tap_on_close_the_reason_can_be_added(world: World) -> None:
    ticket = await world.ticket()
    responder = world.members["responder"]
    closed = await responder.click(world.card(ticket), label="Close")
    form = await responder.click(shown(closed), label="Say why")
    assert said(await responder.submit_modal(form, {"reason": "Wrong printer"})) == "The reason is noted."
    assert (await world.seen(1)).close_reason == "Wrong printer"


async def test_nothing_is_claimed_or_answered_in_a_closed_ticket(world: World) -> None:
    await world.ticket()
    await world.use("owner", "ticket close", ticket=1)
    claimed = await world.use("responder", "ticket claim", ticket=1)
    replied = await world.use("responder", "ticket reply", ticket=1, message="Hello")
    for result in (claimed, replied):
        assert said(result).startswith("This ticket is closed. Reopen it first: `/ticket reopen`.")


async def test_a_ticket_is_deleted_only_after_the_question(world: World) -> None:
    await world.ticket("Very *private*")
    asked = await world.use("manager", "ticket delete", ticket=1)
    assert f"Delete ticket #1 {line('Very *private*')} with all its messages" in said(asked)
    assert len(await world.everything()) == 1
    done = await world.members["manager"].click(shown(asked), label="Delete for good")
    assert said(done) == "Ticket #1 is deleted."
    assert await world.everything() == ()


async def test_the_question_before_deleting_is_not_put_to_who_may_not(world: World) -> None:
    await world.ticket()
    result = await world.use("responder", "ticket delete", ticket=1)
    assert "/desk grant" in said(result)
    assert buttons(result) == {}


async def test_nobody_else_can_press_the_buttons_of_an_answer(world: World) -> None:
    await world.ticket()
    asked = await world.use("manager", "ticket delete", ticket=1)
    with pytest.raises(SetupError):
        await world.members["responder"].click(shown(asked), label="Delete for good")


async def test_an_answer_into_a_thread_that_went_meanwhile_disturbs_nobody(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    ticket = await world.ticket()
    asked = await world.use("manager", "ticket delete", world.thread(ticket))
    world.simulated.refuse("PATCH", "/webhooks/*/messages/@original", status=404, code=10008)
    await world.members["manager"].click(shown(asked), label="Delete for good")
    assert await world.everything() == ()
    assert [record for record in caplog.records if record.levelname in {"ERROR", "WARNING"}] == []


async def test_the_card_shows_the_buttons_that_its_state_allows(world: World) -> None:
    ticket = await world.ticket()
    await world.use("responder", "ticket claim", ticket=1)
    claimed = await world.seen(1)
    await world.use("responder", "ticket close", ticket=1)
    closed = await world.seen(1)
    kinds = [[button.custom_id for button in header_buttons(it)] for it in (ticket, claimed, closed)]
    assert kinds == [
        [f"claim:{ticket.id}", f"close:{ticket.id}", f"more:{ticket.id}"],
        [f"close:{ticket.id}", f"more:{ticket.id}"],
        [f"reopen:{ticket.id}", f"more:{ticket.id}"],
    ]


async def test_a_claim_over_the_other_door_counts_at_this_one(world: World) -> None:
    """R05: a program claims first, the button loses."""
    ticket = await world.ticket()
    base = world.actor("manager")
    program = identify(world.member("manager"), world.store.identities, via=Via.REST, at=base.at, request_id="rest")
    pressed = world.simulated.press(world.members["responder"], world.card(ticket), f"claim:{ticket.id}")
    claims = asyncio.ensure_future(world.store.write(tickets.claim, program, ticket.id))
    await world.simulated.settle()
    outcome = (await asyncio.gather(claims, return_exceptions=True))[0]
    won = said(pressed) == "Ticket #1 is yours."
    assert won != (not isinstance(outcome, Exception))
    page = await world.store.read(reading.list_tickets, base, TicketFilter(claimed=True), Slice(5))
    assert page.total == 1
