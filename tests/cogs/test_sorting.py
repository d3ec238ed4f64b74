"""Sorting tickets in Discord: moved, prioritised, tagged, renamed, let rest; by command, and with no command at all."""

from datetime import timedelta

import discord
import pytest

from bot.demo.simulated import InteractionResult
from cogs.typed import line
from desk.models import Priority
from desk.snoozing import UNTIL_MESSAGE
from tests.cogs.world import World, buttons, said, shown

NO_TICKET = "There is no such ticket, or you cannot see it."


async def choose(world: World, name: str, what: str) -> InteractionResult:
    """What that person sees after pressing More on the card of ticket 1 and choosing that."""
    member = world.members[name]
    asked = await member.click(world.card(await world.seen(1)), label="More")
    return await member.select(shown(asked), [what])


def offered(result: InteractionResult) -> list[str]:
    """What the selects of an answer offer."""
    rows = [row for row in shown(result).components if isinstance(row, discord.ActionRow)]
    selects = [item for row in rows for item in row.children if isinstance(item, discord.SelectMenu)]
    return [option.label for select in selects for option in select.options]


async def test_a_ticket_moved_by_command_is_out_of_the_sight_of_the_old_team(world: World) -> None:
    """L08: the new team sees it, its owner keeps it, and a claim that cannot go along is given up."""
    ticket = await world.ticket()
    await world.use("responder", "ticket claim", ticket=1)
    answer = said(await world.use("responder", "ticket move", world.thread(ticket), category="other"))
    assert answer == f"Ticket #1 is in {line('other')} now."
    assert said(await world.use("responder", "ticket show", ticket=1)).startswith(NO_TICKET)
    for name in ("owner", "elsewhere", "manager"):
        assert "**Not claimed yet**" in said(await world.use(name, "ticket show", ticket=1))


async def test_a_claim_goes_along_with_a_responder_of_both_teams(world: World) -> None:
    await world.ticket()
    await world.simulated.give_role(world.members["elsewhere"], world.roles["responder"])
    await world.use("elsewhere", "ticket claim", ticket=1)
    await world.use("responder", "ticket move", ticket=1, category=str(world.category_ids["other"]))
    assert (await world.seen(1)).claimed_by == world.members["elsewhere"].id


async def test_a_ticket_is_moved_to_no_category_that_nobody_knows(world: World) -> None:
    await world.ticket()
    answer = said(await world.use("responder", "ticket move", ticket=1, category="nowhere"))
    assert answer.startswith("There is no such category.")


async def test_a_ticket_is_moved_from_its_card_without_a_command(world: World) -> None:
    await world.ticket()
    asked = await choose(world, "responder", "move")
    assert offered(asked) == ["other"]
    done = await world.members["responder"].select(shown(asked), [str(world.category_ids["other"])])
    assert said(done) == f"Ticket #1 is in {line('other')} now."
    assert buttons(done) == {}


async def test_in_a_server_with_one_category_a_ticket_can_go_nowhere(world: World) -> None:
    await world.ticket()
    await world.delete_category("other")
    assert said(await choose(world, "responder", "move")).startswith("There is no other category.")


async def test_a_ticket_can_go_to_more_categories_than_a_select_holds(world: World) -> None:
    for number in range(29):
        await world.add_category(f"number {number}")
    await world.ticket()
    asked = await choose(world, "responder", "move")
    assert len(offered(asked)) == 30
    last = str(world.category_ids["number 28"])
    done = await world.members["responder"].select(shown(asked), [last], custom_id=f"move:{(await world.seen(1)).id}:1")
    assert "number 28" in said(done)


@pytest.mark.parametrize(("level", "shown_as"), [("urgent", "🔴 urgent"), ("high", "🟠 high"), ("low", "🔵 low")])
async def test_a_priority_is_seen_by_its_emoji(world: World, level: str, shown_as: str) -> None:
    await world.ticket()
    answer = said(await world.use("responder", "ticket priority", ticket=1, level=level))
    assert answer == f"Ticket #1 has the priority {shown_as} now."
    assert f"**Priority** {shown_as}" in said(await world.use("owner", "ticket show", ticket=1))


async def test_a_priority_is_set_from_the_card(world: World) -> None:
    await world.ticket()
    asked = await choose(world, "responder", "priority")
    assert offered(asked) == ["🔵 low", "⚪ normal", "🟠 high", "🔴 urgent"]
    await world.members["responder"].select(shown(asked), ["high"])
    assert (await world.seen(1)).priority is Priority.HIGH


async def test_tags_are_put_on_and_off_by_command_and_offered_from_those_in_use(world: World) -> None:
    await world.ticket()
    await world.ticket()
    await world.use("responder", "ticket tag", ticket=1, add="Refund")
    answer = said(await world.use("responder", "ticket tag", ticket=1, add="vip", remove="refund"))
    assert answer == f"Ticket #1 has these tags now: {line('vip')}"
    await world.use("responder", "ticket tag", ticket=2, add="visa")
    responder = world.members["responder"]
    found = await responder.autocomplete(world.hall, "ticket tag", "add", "VI")
    assert [choice["value"] for choice in found] == ["vip", "visa"]
    foreign = await world.members["elsewhere"].autocomplete(world.hall, "ticket tag", "add", "")
    assert foreign == []


async def test_all_tags_of_a_ticket_are_changed_in_one_form(world: World) -> None:
    await world.ticket()
    await world.use("responder", "ticket tag", ticket=1, add="old")
    responder = world.members["responder"]
    for form in (await choose(world, "responder", "tags"), await world.use("responder", "ticket tag", ticket=1)):
        await responder.submit_modal(form, {"tags": "Refund, vip,, refund"})
        assert (await world.seen(1)).tags == ("refund", "vip")
    form = await choose(world, "responder", "tags")
    assert said(await responder.submit_modal(form, {"tags": ""})) == "Ticket #1 has no tags now."


async def test_too_many_tags_are_refused_and_given_back_to_be_copied(world: World) -> None:
    await world.ticket()
    typed = ", ".join(f"tag {number}" for number in range(11))
    form = await choose(world, "responder", "tags")
    answer = said(await world.members["responder"].submit_modal(form, {"tags": typed}))
    assert "A ticket has at most 10 tags." in answer
    assert typed in answer


async def test_a_ticket_is_renamed_by_command_and_by_form_its_owner_too(world: World) -> None:
    await world.ticket()
    answer = said(await world.use("owner", "ticket rename", ticket=1, title="The printer smokes"))
    assert answer.startswith(f"The title is {line('The printer smokes')} now.")
    for form in (await choose(world, "owner", "rename"), await world.use("owner", "ticket rename", ticket=1)):
        await world.members["owner"].submit_modal(form, {"title": "It burns again"})
        assert (await world.seen(1)).title == "It burns again"


async def test_more_offers_each_person_what_they_may_do(world: World) -> None:
    ticket = await world.ticket()
    asked = "Ask whether it can be closed"
    everything = ["Priority", "Tags", "People", "Move to another category", "Snooze", asked, "Write a note"]
    owners, readers = ["Rename", "Transcript"], ["Transcript"]
    rights = {"responder": everything + owners, "manager": everything + owners, "owner": owners, "viewer": readers}
    for name, offers in rights.items():
        assert offered(await world.members[name].click(world.card(ticket), label="More")) == offers


async def test_what_more_offered_is_refused_to_who_lost_the_role_meanwhile(world: World) -> None:
    ticket = await world.ticket()
    responder = world.members["responder"]
    asked = await responder.click(world.card(ticket), label="More")
    priorities = await responder.select(shown(asked), ["priority"])
    await world.simulated.take_role(responder, world.roles["responder"])
    await responder.select(shown(priorities), ["urgent"])
    assert (await world.seen(1)).priority is Priority.NORMAL


async def test_a_note_is_written_from_the_card(world: World) -> None:
    await world.ticket()
    form = await choose(world, "responder", "note")
    answer = said(await world.members["responder"].submit_modal(form, {"note": "Second fire this week"}))
    assert answer.startswith("Noted.")
    assert "Second fire this week" in said(await world.use("manager", "ticket show", ticket=1))
    assert "Second fire" not in said(await world.use("owner", "ticket show", ticket=1))


async def test_a_ticket_rests_as_was_typed_and_is_brought_back(world: World) -> None:
    await world.ticket()
    answer = said(await world.use("responder", "ticket snooze", ticket=1, until="1h30m"))
    until = int((world.now + timedelta(hours=1, minutes=30)).timestamp())
    assert answer == f"Ticket #1 is snoozed until <t:{until}:f>, or until the member writes."
    assert f"**Snoozed** until <t:{until}:f>" in said(await world.use("owner", "ticket show", ticket=1))
    assert said(await world.use("responder", "ticket snooze", ticket=1, until="wake")).endswith("back in the queue.")
    refused = said(await world.use("responder", "ticket snooze", ticket=1, until="soon"))
    assert "**Snooze until** is no stretch of time; write it like `1h30m`" in refused


async def test_the_usual_rests_are_offered(world: World) -> None:
    await world.ticket()
    found = await world.members["responder"].autocomplete(world.hall, "ticket snooze", "until", "")
    assert [choice["name"] for choice in found] == [
        "1 hour",
        "4 hours",
        "Until tomorrow, 9:00",
        "3 days",
        "1 week",
        "Until the member writes",
        "Bring it back now",
    ]


async def test_a_ticket_is_let_rest_from_its_card_until_its_member_writes(world: World) -> None:
    await world.ticket()
    asked = await choose(world, "responder", "rest")
    assert "Bring it back now" not in offered(asked)
    answer = said(await world.members["responder"].select(shown(asked), ["message"]))
    assert answer == "Ticket #1 is snoozed until the member writes."
    assert (await world.seen(1)).snoozed_until == UNTIL_MESSAGE
    assert "Bring it back now" in offered(await choose(world, "responder", "rest"))
    await world.use("owner", "ticket reply", ticket=1, message="Any news?")
    assert (await world.seen(1)).snoozed_until is None
