"""Who can be blocked, and what a block of a role keeps its holders from."""

import pytest

from desk import blocks, messages, reading, tickets
from desk.actor import Grant
from desk.errors import Blocked, Invalid, NotFound
from desk.models import RoleBlock, Ticket
from desk.store import Tx
from tests.people import GUILD, ROLES, actor, with_roles

LATER, LATEST = "2026-01-02T12:00:00.000Z", "2026-01-03T12:00:00.000Z"


def test_everyone_and_a_role_that_manages_tickets_cannot_be_blocked(tx: Tx) -> None:
    tx.grants.give(GUILD, ROLES["manager"], Grant.MANAGE_TICKETS)
    for role_id, code in ((GUILD, "everyone"), (ROLES["manager"], "manages_tickets")):
        with pytest.raises(Invalid) as refused:
            blocks.block_role(tx, actor("manager"), role_id)
        assert refused.value.fields["role"].code == code


def test_who_holds_a_blocked_role_has_nothing_but_what_is_their_own(tx: Tx, ticket: Ticket) -> None:
    blocks.block_role(tx, actor("manager"), ROLES["elsewhere"])
    with pytest.raises(NotFound):
        reading.show(tx, with_roles(actor("outsider"), "responder", "elsewhere"), ticket.id)
    owner = with_roles(actor("owner"), "elsewhere")
    with pytest.raises(Blocked):
        messages.reply(tx, owner, ticket.id, "Hello")
    assert tickets.close(tx, owner, ticket.id).id == ticket.id
    with pytest.raises(Blocked):
        tickets.reopen(tx, owner, ticket.id)


def test_a_role_blocked_in_one_guild_holds_nobody_in_another(tx: Tx, ticket: Ticket) -> None:
    tx.role_blocks.put(RoleBlock(GUILD + 1, ROLES["responder"], None, None))
    assert tickets.claim(tx, actor("responder"), ticket.id).claimed_by == actor("responder").user_id
    assert blocks.list_blocks(tx, actor("manager")) == []


def test_of_several_blocks_the_one_that_holds_longest_is_told(tx: Tx, ticket: Ticket) -> None:
    responder = actor("responder")
    blocks.block(tx, actor("manager"), responder, LATER)
    blocks.block_role(tx, actor("manager"), ROLES["responder"], LATEST)
    with pytest.raises(Blocked) as refused:
        tickets.claim(tx, responder, ticket.id)
    assert refused.value.until == LATEST
    blocks.block(tx, actor("manager"), responder)
    with pytest.raises(Blocked) as refused:
        tickets.claim(tx, responder, ticket.id)
    assert refused.value.until is None


def test_blocks_of_members_and_roles_end_by_their_time(tx: Tx) -> None:
    blocks.block(tx, actor("manager"), actor("owner"), LATEST)
    blocks.block_role(tx, actor("manager"), ROLES["viewer"], LATER)
    assert blocks.next_end(tx) == LATER
    assert blocks.end_those_over(tx, LATER) == 1
    assert blocks.next_end(tx) == LATEST
    assert blocks.end_those_over(tx, LATEST) == 1
    assert blocks.next_end(tx) is None
