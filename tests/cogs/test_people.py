"""Who and what belongs to a ticket in Discord: people added and removed, duplicates merged, links, stars at the end."""

from dataclasses import replace

from cogs.typed import line
from desk.models import CategorySettings, ClaimMode, Status
from tests.cogs.test_sorting import choose
from tests.cogs.world import World, buttons, said, shown

NO_TICKET = "There is no such ticket, or you cannot see it."


async def set_up(world: World, settings: CategorySettings) -> None:
    """Give the category `open` these settings."""
    guild_id, category_id = world.guild.id, world.category_ids["open"]
    category = await world.store.read(lambda tx: tx.categories.get(guild_id, category_id))
    assert category is not None
    changed = replace(category, settings=settings)
    await world.store.write(lambda tx: tx.categories.save(changed))


async def test_a_member_added_reads_and_replies_and_can_do_no_more(world: World) -> None:
    await world.ticket()
    outsider = world.members["outsider"]
    answer = said(await world.use("responder", "ticket add", ticket=1, member=outsider))
    assert answer == f"<@{outsider.id}> is in ticket #1 now."
    assert f"**With** <@{outsider.id}>" in said(await world.use("outsider", "ticket show", ticket=1))
    assert said(await world.use("outsider", "ticket reply", ticket=1, message="I saw it")).startswith("Your reply")
    for command in ("ticket close", "ticket claim"):
        assert said(await world.use("outsider", command, ticket=1)).startswith("Only ")
    await world.use("responder", "ticket remove", ticket=1, member=outsider)
    assert said(await world.use("outsider", "ticket show", ticket=1)).startswith(NO_TICKET)


async def test_the_people_of_a_ticket_are_chosen_in_one_form(world: World) -> None:
    await world.ticket()
    people = [world.members[name] for name in ("outsider", "definer")]
    form = await choose(world, "responder", "people")
    answer = said(await world.members["responder"].submit_modal(form, {"people": people}))
    assert answer == f"In ticket #1 are now: {' '.join(f'<@{each.id}>' for each in people)}"
    form = await choose(world, "responder", "people")
    await world.members["responder"].submit_modal(form, {"people": people[1:]})
    assert said(await world.use("outsider", "ticket show", ticket=1)).startswith(NO_TICKET)
    assert not said(await world.use("definer", "ticket show", ticket=1)).startswith(NO_TICKET)


async def test_a_duplicate_is_merged_after_the_question_that_says_who_will_read_what(world: World) -> None:
    await world.ticket("Printer is on fire")
    await world.ticket("It burns", by="outsider")
    asked = await world.use("responder", "ticket merge", ticket=2, into=1)
    outsider = world.members["outsider"]
    assert f"Close ticket #2 {line('It burns')} as a duplicate of #1" in said(asked)
    assert f"These come into #1 and read all of it: <@{outsider.id}>" in said(asked)
    assert (await world.seen(2)).status is Status.OPEN
    done = said(await world.members["responder"].click(shown(asked), label="Merge"))
    assert done.startswith("Ticket #2 is closed and goes on in #1")
    assert "**Goes on in** #1" in said(await world.use("outsider", "ticket show", ticket=2))
    assert "It burns, please help." in said(await world.use("outsider", "ticket show", ticket=2))
    assert not said(await world.use("outsider", "ticket show", ticket=1)).startswith(NO_TICKET)


async def test_a_ticket_is_no_duplicate_of_itself(world: World) -> None:
    await world.ticket()
    assert "**Ticket** is the same ticket" in said(await world.use("responder", "ticket merge", ticket=1, into=1))


async def test_two_tickets_are_linked_and_parted(world: World) -> None:
    first, second = await world.ticket(), await world.ticket()
    assert said(await world.use("responder", "ticket link", ticket=1, other=2)) == "Tickets #1 and #2 are linked."
    for number, other in ((1, second), (2, first)):
        linked = f"**Linked** #{other.number} <#{other.place.channel_id}>"
        assert linked in said(await world.use("owner", "ticket show", ticket=number))
    answer = said(await world.use("responder", "ticket link", ticket=2, other=1, do="part"))
    assert answer == "Tickets #2 and #1 are linked no more."
    assert "**Linked**" not in said(await world.use("owner", "ticket show", ticket=1))


async def test_the_owner_who_closes_gives_stars_at_one_tap_and_says_more_if_they_like(world: World) -> None:
    ticket = await world.ticket()
    owner = world.members["owner"]
    closed = await owner.click(world.card(ticket), label="Close")
    assert list(buttons(closed)) == ["Say why", "Reopen", "Transcript", "1 ★", "2 ★", "3 ★", "4 ★", "5 ★"]
    rated = await owner.click(shown(closed), label="4 ★")
    assert said(rated).startswith("Thank you: ★★★★☆ for ticket #1.")
    form = await owner.click(shown(rated), label="Add a comment")
    assert said(await owner.submit_modal(form, {"comment": "Quick and kind"})) == "Thank you. The staff reads it."
    seen = said(await world.use("responder", "ticket show", ticket=1))
    assert "**Rating** ★★★★☆" in seen
    assert line("Quick and kind") in seen
    assert "**Rating**" not in said(await world.use("viewer", "ticket show", ticket=1))


async def test_staff_who_closes_is_offered_no_stars_and_cannot_give_any(world: World) -> None:
    ticket = await world.ticket()
    closed = await world.members["responder"].click(world.card(ticket), label="Close")
    assert "5 ★" not in buttons(closed)
    answer = said(await world.use("responder", "ticket rate", ticket=1, stars=5))
    assert answer == "Only who opened the ticket rates it. Ask them to."


async def test_a_ticket_is_rated_by_command_once_it_is_closed(world: World) -> None:
    await world.ticket()
    assert said(await world.use("owner", "ticket rate", ticket=1, stars=5)).startswith("This ticket is open.")
    await world.use("owner", "ticket close", ticket=1)
    rated = await world.use("owner", "ticket rate", ticket=1, stars=5, comment="Great")
    assert said(rated) == "Thank you: ★★★★★ for ticket #1."
    assert buttons(rated) == {}
    ticket = await world.seen(1)
    assert (ticket.rating, ticket.rating_comment) == (5, "Great")


async def test_after_the_hours_for_it_an_owner_is_told_to_open_a_new_ticket(world: World) -> None:
    await world.ticket()
    await set_up(world, CategorySettings(reopen_hours=1))
    await world.use("owner", "ticket close", ticket=1)
    world.now = world.now.replace(hour=14)
    refused = said(await world.use("owner", "ticket reopen", ticket=1))
    assert refused.endswith("Open a new one: `/ticket open`.")
    assert said(await world.use("responder", "ticket reopen", ticket=1)) == "Ticket #1 is open again."


async def test_where_the_claimer_answers_other_staff_is_told_who_that_is_and_what_to_do(world: World) -> None:
    await world.ticket()
    await set_up(world, CategorySettings(claim_mode=ClaimMode.CLAIMER))
    await world.use("responder", "ticket claim", ticket=1)
    answer = said(await world.use("manager", "ticket reply", ticket=1, message="Let me help"))
    assert f"that is <@{world.members['responder'].id}>" in answer
    assert "`/ticket assign`" in answer
    assert "Let me help" in answer
