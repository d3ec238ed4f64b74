"""What staff does around a ticket, as its thread shows it: moved, people, duplicates, a rest, stars at the end."""

from dataclasses import replace
from datetime import timedelta

import discord

from desk import links, merging, moving, people, rating, snoozing, tags, tickets
from desk.changes import TicketChange
from desk.clock import parse_rfc3339, rfc3339
from desk.events import Origin, set_alarm
from desk.models import Priority, Ticket
from desk.store import Tx
from tests.relay.world import World


async def add(world: World, ticket: Ticket, name: str) -> None:
    """Let a responder add that member."""
    await world.store.write(people.add_person, world.actor("responder"), ticket.id, world.members[name].id)
    await world.simulated.settle()


def an_hour_passes(tx: Tx, guild_id: int, ticket_id: int) -> None:
    """The rest of the ticket began an hour ago, and its alarm rings now."""
    resting = tx.tickets.get(guild_id, ticket_id)
    assert resting is not None
    assert resting.snoozed_until is not None
    now = rfc3339(parse_rfc3339(resting.snoozed_until) - timedelta(hours=1))
    after = replace(resting, snoozed_until=now, version=resting.version + 1)
    assert tx.tickets.save(after, expected_version=resting.version)
    set_alarm(tx, Origin(guild_id, now), after, now)


async def test_a_moved_ticket_is_seen_by_the_new_team_its_owner_and_its_people_alone(world: World) -> None:
    """L08: rights come from the ticket's record, in one change."""
    ticket = await world.open_ticket()
    await add(world, ticket, "outsider")
    await world.store.write(tickets.claim, world.actor("responder"), ticket.id)
    await world.simulated.settle()
    assert world.people_in(ticket) == {"owner", "outsider", "responder", "viewer"}
    await world.store.write(moving.move, world.actor("responder"), ticket.id, world.category_ids["other"])
    await world.simulated.settle()
    assert world.people_in(ticket) == {"owner", "outsider", "elsewhere"}
    assert {"owner", "outsider", "elsewhere"} <= world.who_writes(ticket)
    assert not {"responder", "viewer"} & world.who_reads(ticket)
    assert "moved this ticket to" in "\n".join(world.said(ticket))
    assert "claimed by nobody" in world.card_text(ticket)


async def test_who_takes_over_a_claim_has_access_and_owner_and_people_keep_theirs(world: World) -> None:
    """L08: a claim goes to another person."""
    ticket = await world.open_ticket()
    await add(world, ticket, "outsider")
    await world.store.write(tickets.claim, world.actor("responder"), ticket.id)
    await world.store.write(tickets.assign, world.actor("manager"), ticket.id, world.actor("manager"))
    await world.simulated.settle()
    assert world.people_in(ticket) == {"owner", "outsider", "responder", "viewer", "manager"}


async def test_a_member_added_comes_into_the_thread_unpinged_and_leaves_it_when_removed(world: World) -> None:
    ticket = await world.open_ticket()
    await add(world, ticket, "outsider")
    assert "outsider" in world.people_in(ticket)
    assert "outsider" in world.who_writes(ticket)
    assert f"**With** <@{world.members['outsider'].id}>" in world.card_text(ticket)
    await world.members["outsider"].send(world.thread(ticket), "I saw it too")
    await world.simulated.settle()
    assert "I saw it too" in [each.content for each in (await world.detail(ticket.id)).messages]
    outsider = world.members["outsider"].id
    await world.store.write(people.remove_person, world.actor("responder"), ticket.id, outsider)
    await world.simulated.settle()
    assert "outsider" not in world.people_in(ticket)
    assert "**With**" not in world.card_text(ticket)
    told = "\n".join(world.said(ticket))
    assert "added" in told
    assert "removed" in told


async def test_a_viewer_who_was_added_stays_when_removed_again(world: World) -> None:
    ticket = await world.open_ticket()
    await add(world, ticket, "viewer")
    viewer = world.members["viewer"].id
    await world.store.write(people.remove_person, world.actor("responder"), ticket.id, viewer)
    await world.simulated.settle()
    assert "viewer" in world.people_in(ticket)


async def test_a_duplicate_says_where_it_goes_on_and_its_owner_comes_into_the_other_thread(world: World) -> None:
    target, duplicate = await world.open_ticket(), await world.open_ticket("The same fire", by="outsider")
    await world.store.write(merging.merge, world.actor("responder"), duplicate.id, target.id)
    await world.simulated.settle()
    assert "outsider" in world.people_in(target)
    assert f"it goes on in ticket #{target.number} <#{target.place.channel_id}>" in "\n".join(world.said(duplicate))
    assert f"merged ticket #{duplicate.number}" in "\n".join(world.said(target))
    place = next(it for it in world.simulated.places() if it.id == duplicate.place.channel_id)
    assert place.locked
    assert f"**Goes on in** #{target.number}" in world.card_text(duplicate)


async def test_the_card_shows_how_a_ticket_is_sorted(world: World) -> None:
    ticket, other = await world.open_ticket(), await world.open_ticket()
    staff = world.actor("responder")
    await world.store.write(tickets.update, staff, ticket.id, TicketChange(priority=Priority.URGENT))
    await world.store.write(tags.tag, staff, ticket.id, ["refund"])
    await world.store.write(links.link, staff, ticket.id, other.id)
    await world.store.write(snoozing.snooze, staff, ticket.id, snoozing.MESSAGE)
    await world.simulated.settle()
    card = world.card_text(ticket)
    for shown in ("**Priority** 🔴 urgent", "refund", f"**Linked** #{other.number}", "until the member writes"):
        assert shown in card
    assert f"**Linked** #{ticket.number}" in world.card_text(other)


async def test_the_longest_of_everything_fits_the_card(world: World) -> None:
    """P02: what was typed never makes a card too big for Discord."""
    ticket = await world.open_ticket("*" * 120, "`" * 2000)
    staff = world.actor("responder")
    await world.store.write(tags.tag, staff, ticket.id, [f"{number}" + "_" * 31 for number in range(10)])
    await world.store.write(people.set_people, staff, ticket.id, [each.id for each in world.members.values()])
    for _ in range(10):
        await world.store.write(links.link, staff, ticket.id, (await world.open_ticket()).id)
    await world.store.write(tickets.update, staff, ticket.id, TicketChange(priority=Priority.HIGH))
    await world.store.write(tickets.close, staff, ticket.id, "~" * 500)
    await world.simulated.settle()
    assert "**Priority** 🟠 high" in world.card_text(ticket)
    assert "**Closed**" in world.card_text(ticket)


async def test_a_rest_that_is_over_calls_who_has_the_claim_and_nobody_else(world: World) -> None:
    ticket = await world.open_ticket()
    await world.store.write(tickets.claim, world.actor("responder"), ticket.id)
    await world.store.write(snoozing.snooze, world.actor("responder"), ticket.id, snoozing.rest("1h"))
    await world.simulated.settle()
    assert "**Snoozed** until" in world.card_text(ticket)
    await world.store.write(an_hour_passes, world.guild.id, ticket.id)
    await world.simulated.settle()
    responder = world.members["responder"].id
    assert f"<@{responder}>, this ticket is back in the queue." in world.said(ticket)[-1]
    sent = [each for each in world.simulated.requests if each.method == "POST" and each.path.endswith("/messages")]
    assert (sent[-1].json or {})["allowed_mentions"]["users"] == [responder]
    assert "**Snoozed**" not in world.card_text(ticket)


async def test_the_notice_of_closing_carries_the_owner_s_stars(world: World) -> None:
    ticket = await world.open_ticket()
    await world.store.write(tickets.close, world.actor("responder"), ticket.id)
    await world.simulated.settle()
    notice = world.simulated.messages(world.thread(ticket).id)[-1]
    assert isinstance(notice, discord.Message)
    refused = await world.members["responder"].click(notice, label="5 ★")
    assert refused.response is not None
    assert refused.response.message.content.startswith("Only who opened the ticket rates it.")
    await world.members["owner"].click(notice, label="4 ★")
    assert (await world.seen(ticket.id)).rating == 4
    again = await world.store.write(rating.rate, world.actor("owner"), ticket.id, 5)
    assert again.rating == 5
