"""The menus with which tickets are opened: on a message, about it; on a member, for them."""

import pytest

from cogs.views import DYNAMIC_ITEMS
from desk import blocks
from tests.cogs.test_forms import NAME, answers, ask, labels, parts
from tests.cogs.world import World, said, shown

ABOUT, FOR = "Open a ticket about this", "Open a ticket for…"


async def test_a_ticket_about_a_message_quotes_it_with_author_and_link(world: World) -> None:
    owner, outsider = world.members["owner"], world.members["outsider"]
    rude = await outsider.send(world.hall, "You are *all*\nidle @everyone")
    form = await owner.context_menu(world.hall, ABOUT, rude)
    where, title, message = parts(form)
    assert [option["label"] for option in where["options"]] == ["open", "other"]
    assert title.get("value") is None
    assert message["value"].startswith("> You are *all*\n> idle @everyone\n")
    assert f"(@outsider), https://discord.com/channels/{world.guild.id}/{world.hall.id}/{rude.id}" in message["value"]
    typed = {"category0": ["2"], "title": "Insult", "message": message["value"] + "Please look."}
    result = await owner.submit_modal(form, typed)
    assert "Your ticket #1 is open." in said(result)
    detail = await world.detail(1)
    assert (detail.ticket.category_name, detail.ticket.owner_id) == ("other", owner.id)
    assert detail.messages[0].author_id == owner.id
    assert detail.messages[0].content.endswith("Please look.")


async def test_the_only_category_is_not_asked_for(world: World) -> None:
    await world.delete_category("other")
    message = await world.members["outsider"].send(world.hall, "Look")
    form = await world.members["owner"].context_menu(world.hall, ABOUT, message)
    assert labels(form) == ["Title", "Message"]


async def test_the_longest_message_leaves_room_for_what_is_to_be_said(world: World) -> None:
    message = await world.members["outsider"].send(world.hall, "> nested\n" * 220)
    form = await world.members["owner"].context_menu(world.hall, ABOUT, message)
    quote = parts(form)[-1]["value"]
    assert len(quote) <= 2000
    assert quote.rstrip().endswith(str(message.id))


async def test_a_category_with_questions_asks_them_after_the_report(world: World) -> None:
    await ask(world, NAME)
    owner = world.members["owner"]
    message = await world.members["outsider"].send(world.hall, "Look at this")
    form = await owner.context_menu(world.hall, ABOUT, message)
    typed = {"category0": [str(world.category_ids["open"])], "title": "Insult", "message": "A report"}
    kept = await owner.submit_modal(form, typed)
    step = await owner.click(shown(kept), label="Continue")
    await owner.submit_modal(step, answers((NAME, "My heart")))
    detail = await world.detail(1)
    assert (detail.ticket.title, detail.messages[0].content) == ("Insult", "A report")
    assert detail.ticket.fields[0].values == ("My heart",)


async def test_of_more_than_twenty_five_categories_one_is_chosen_in_two_lists(world: World) -> None:
    for number in range(24):
        await world.add_category(f"more {number:02}")
    owner = world.members["owner"]
    message = await world.members["outsider"].send(world.hall, "Look")
    form = await owner.context_menu(world.hall, ABOUT, message)
    typed = {"title": "Insult", "message": "A report"}
    assert "**Category** is missing" in said(await owner.submit_modal(form, typed))
    form = await owner.context_menu(world.hall, ABOUT, message)
    last = parts(form)[1]["options"][-1]["value"]
    assert "is open" in said(await owner.submit_modal(form, typed | {"category1": [last]}))
    assert [it.category_name for it in await world.everything()] == ["more 23"]


async def test_staff_opens_a_ticket_for_a_member_in_their_category(world: World) -> None:
    responder, outsider = world.members["responder"], world.members["outsider"]
    form = await responder.context_menu(world.hall, FOR, outsider)
    assert form.modal is not None
    assert form.modal["title"] == "A ticket for outsider"
    assert labels(form) == ["Title", "Message"]
    result = await responder.submit_modal(form, {"title": "Your parcel", "message": "It came back to us."})
    assert "Ticket #1 is open, and it is <@" in said(result)
    ticket = await world.seen(1)
    assert (ticket.owner_id, ticket.category_name) == (outsider.id, "open")


@pytest.mark.parametrize("name", ["owner", "viewer", "definer"])
async def test_who_is_no_staff_opens_none_for_others(world: World, name: str) -> None:
    form = await world.members[name].context_menu(world.hall, FOR, world.members["outsider"])
    assert form.modal is None
    assert "Only responders of a category and those who manage tickets open tickets for others." in said(form)


async def test_a_manager_chooses_among_all_categories_and_a_blocked_member_gets_none(world: World) -> None:
    manager, outsider = world.members["manager"], world.members["outsider"]
    form = await manager.context_menu(world.hall, FOR, outsider)
    assert [option["label"] for option in parts(form)[0]["options"]] == ["open", "other"]
    await world.store.write(blocks.block, world.actor("manager"), world.actor("outsider"), None, None)
    typed = {"category0": ["1"], "title": "Your parcel", "message": "It came back to us."}
    result = await manager.submit_modal(form, typed)
    assert "**Member** is blocked and opens nothing." in said(result)
    assert "It came back to us." in said(result)


def test_all_of_it_is_known_to_the_bot() -> None:
    assert {"ContinueButton", "BuildSelect", "QuestionButton", "PreviewButton"} <= {it.__name__ for it in DYNAMIC_ITEMS}
