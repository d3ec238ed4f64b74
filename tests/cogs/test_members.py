"""A member's card in Discord: what staff reads there, and the notes that it keeps."""

from desk import blocks, members, rating, tickets
from tests.cogs.world import World, buttons, said, shown

ADD = "Add a note"


async def rated(world: World) -> None:
    """A ticket of the owner's with four stars, and one that is open."""
    first = await world.ticket()
    await world.ticket("Flood in the cellar")
    await world.store.write(tickets.close, world.actor("owner"), first.id)
    await world.store.write(rating.rate, world.actor("owner"), first.id, 4)


async def test_staff_reads_tickets_ratings_and_since_when_a_member_is_here(world: World) -> None:
    await rated(world)
    card = said(await world.use("responder", "ticket member", member=world.members["owner"]))
    assert card.startswith(f"Member card\n<@{world.members['owner'].id}>\nJoined <t:")
    assert "**2 tickets · 1 open**" in card
    assert "Flood in the cellar" in card
    assert "**4.0 ★** in 1 rating" in card
    assert "No tickets that you can see." in said(
        await world.use("elsewhere", "ticket member", member=world.members["owner"])
    )
    refused = said(await world.use("viewer", "ticket member", member=world.members["owner"]))
    assert "The member card is for responders" in refused


async def test_the_menu_of_a_member_shows_the_card(world: World) -> None:
    await rated(world)
    card = await world.members["manager"].context_menu(world.hall, "Member card", world.members["owner"])
    assert "**2 tickets · 1 open**" in said(card)
    refused = await world.members["outsider"].context_menu(world.hall, "Member card", world.members["owner"])
    assert "The member card is for responders" in said(refused)


async def test_in_a_ticket_s_thread_the_card_is_the_owner_s_and_elsewhere_one_says_whose(world: World) -> None:
    ticket = await world.ticket()
    card = await world.use("responder", "ticket member", world.thread(ticket))
    assert f"<@{world.members['owner'].id}>" in said(card)
    assert "Whose card? Pick a member" in said(await world.use("responder", "ticket member"))


async def test_a_card_of_many_tickets_is_turned(world: World) -> None:
    for number in range(7):
        await world.ticket(f"Ticket {number}")
    card = await world.use("manager", "ticket member", member=world.members["owner"])
    assert shown(card).embeds[0].footer.text == "Page 1 of 2"
    card = await world.members["manager"].click(shown(card), label="Next")
    assert shown(card).embeds[0].footer.text == "Page 2 of 2"
    assert "Back" in buttons(card)


async def test_a_note_is_written_read_by_staff_and_deleted_after_a_question(world: World) -> None:
    owner, responder = world.members["owner"], world.members["responder"]
    await world.ticket()
    card = await world.use("responder", "ticket member", member=owner)
    form = await responder.click(shown(card), label=ADD)
    card = await responder.submit_modal(form, {"note": "Sends the **same** photo each time"})
    assert "Sends the \\*\\*same\\*\\* photo each time" in said(card)
    card = await world.use("elsewhere", "ticket member", member=owner)
    assert "photo each time" in said(card)
    notes = await world.members["elsewhere"].click(shown(card), label="Notes (1)")
    assert f"<@{responder.id}> · <t:" in said(notes)
    (written,) = await world.store.read(members.notes_on, world.actor("admin"), owner.id)
    chosen = await world.members["elsewhere"].select(
        shown(notes), [str(written.id)], custom_id=f"member-note-pick:{owner.id}:0"
    )
    assert "Delete this note for good?" in said(chosen)
    left = await world.members["elsewhere"].click(shown(chosen), label="Delete it")
    assert "There are no notes." in said(left)
    assert await world.store.read(members.notes_on, world.actor("admin"), owner.id) == []


async def test_who_is_staff_themselves_reads_nothing_that_was_written_about_them(world: World) -> None:
    responder = world.members["responder"]
    await world.store.write(members.add_note, world.actor("manager"), responder.id, "Often late")
    own = await world.use("responder", "ticket member", member=responder)
    assert "Often late" not in said(own)
    assert buttons(own) == {}
    others = await world.use("manager", "ticket member", member=responder)
    assert "Often late" in said(others)


async def test_a_block_is_told_to_those_who_may_lift_it(world: World) -> None:
    await world.store.write(blocks.block, world.actor("manager"), world.actor("owner"), None, "Spam")
    card = said(await world.use("manager", "ticket member", member=world.members["owner"]))
    assert f"⛔ <@{world.members['owner'].id}> is blocked without end" in card
    assert "Spam" in card
    card = said(await world.use("responder", "ticket member", member=world.members["owner"]))
    assert "blocked" not in card


async def test_the_fullest_card_and_notes_fit_what_discord_takes(world: World) -> None:
    owner = world.members["owner"]
    for number in range(members.TICKETS_SHOWN):
        await world.ticket(f"{number}" + "*" * 119)
    for _ in range(9):
        await world.store.write(members.add_note, world.actor("manager"), owner.id, "*" * 500)
    await world.store.write(blocks.block, world.actor("manager"), world.actor("owner"), None, "_" * 500)
    card = await world.use("manager", "ticket member", member=owner)
    notes = await world.members["manager"].click(shown(card), label="Notes (9)")
    assert "Delete a note" in buttons(notes)
    notes = await world.members["manager"].click(shown(notes), label="Next")
    assert {"Back", "Next", "Member card"} <= set(buttons(notes))
