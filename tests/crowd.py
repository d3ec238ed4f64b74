"""A crowd that changes everything that can be changed about tickets, categories and one member's rights, at random."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import Any, Final

from desk import blocks, categories, following, grants, membership, merging, messages, places, rating, tickets
from desk.actor import Actor, Grant, Via
from desk.categories import CategoryDraft
from desk.changes import TicketChange
from desk.clock import rfc3339
from desk.configuring import CategoryChange, Surroundings, configure
from desk.errors import DeskError
from desk.events import Origin
from desk.exchange import Slice, TicketFilter
from desk.models import Place, PlaceState, Priority, Status
from desk.permissions import Visibility
from desk.places import RolesChanged
from desk.store import Tx
from tests.api.world import NOON, People
from tests.people import GUILD, ROLES, USERS, actor

ASSIGNABLE: Final = frozenset(ROLES.values())
OPENERS: Final = ("owner", "outsider", "viewer", "definer")

Write = Callable[[Callable[[Tx], object]], object]


def settle(tx: Tx, count: int) -> None:
    """Three categories and so many tickets of several members, some of them claimed or closed."""
    admin, random = actor("admin"), Random(0)
    grants.grant(tx, admin, ROLES["manager"], Grant.MANAGE_TICKETS)
    roles = (("responder",), ("viewer",)), (("elsewhere",), ()), (("elsewhere",), ("responder",))
    made = [
        categories.create(
            tx,
            admin,
            CategoryDraft(f"category {place}", responder_role_ids=_ids(staff), viewer_role_ids=_ids(viewers)),
            ASSIGNABLE,
        )
        for place, (staff, viewers) in enumerate(roles)
    ]
    for number in range(count):
        at = rfc3339(NOON + timedelta(seconds=number // 3))
        category = random.choices(made, (6, 2, 2))[0]
        draft = tickets.TicketDraft(category.id, f"Ticket {number}", "A message")
        ticket = tickets.open_ticket(tx, actor(random.choice(OPENERS), at=at), draft)
        if random.random() < 0.3:
            tickets.claim(tx, actor("admin", at=at), ticket.id)
        if random.random() < 0.3:
            tickets.close(tx, actor("admin", at=at), ticket.id)


def _ids(names: Sequence[str]) -> tuple[int, ...]:
    return tuple(ROLES[name] for name in names)


@dataclass
class Crowd:
    """Everybody but the `walker`, whom they let have rights or not. What the rules refuse has not happened."""

    random: Random
    people: People
    write: Write
    walker: str
    now: int = 10_000_000
    untold: list[RolesChanged] = field(default_factory=list)

    def stir(self, times: int) -> None:
        """Change so many things."""
        for _ in range(times):
            act = self.random.choices(*_ACTS)[0]
            try:
                self.write(lambda tx, act=act: act(self, tx))  # type: ignore[misc]  # bound to this turn's act
            except DeskError:
                continue

    def at(self) -> str:
        """The time, which does not always go on between two acts."""
        self.now += self.random.randrange(3)
        return rfc3339(NOON + timedelta(milliseconds=self.now))

    def who(self, *names: str) -> Actor:
        """One of them, acting now."""
        return actor(self.random.choice(names), at=self.at(), via=self.random.choice((Via.REST, Via.DISCORD)))

    def ticket(self, tx: Tx) -> int:
        """A ticket, more likely one of those at which something happened last."""
        everything = Visibility(GUILD, 0, everything=True, category_ids=())
        part = Slice(1, offset=self.random.randrange(self.random.choice((10, 100, 500))))
        return next((each.id for each in tx.tickets.page(everything, TicketFilter(), part)), 0)

    def category(self, tx: Tx) -> int:
        """A category that is in use."""
        return self.random.choice([each.id for each in tx.categories.live(GUILD)] or [0])

    def change(self, tx: Tx, **wishes: Any) -> None:
        """Change a ticket as somebody who may."""
        tickets.update(tx, self.who("manager", "admin"), self.ticket(tx), TicketChange(**wishes))


def opens(it: Crowd, tx: Tx) -> None:
    tickets.open_ticket(tx, it.who(*OPENERS), tickets.TicketDraft(it.category(tx), "Another", "A message"))


def closes_or_reopens(it: Crowd, tx: Tx) -> None:
    it.change(tx, status=it.random.choice(list(Status)))


def claims(it: Crowd, tx: Tx) -> None:
    it.change(tx, claimed_by_me=it.random.random() < 0.7)


def sorts(it: Crowd, tx: Tx) -> None:
    it.change(tx, priority=it.random.choice(list(Priority)), tags=(it.random.choice("abc"),))


def renames(it: Crowd, tx: Tx) -> None:
    it.change(tx, title=f"Title {it.random.random()}")


def lets_rest(it: Crowd, tx: Tx) -> None:
    it.change(tx, snoozed_until=it.random.choice(("2027-01-01T00:00:00.000Z", None)))


def moves(it: Crowd, tx: Tx) -> None:
    it.change(tx, category_id=it.category(tx))


def adds_or_takes_out(it: Crowd, tx: Tx) -> None:
    it.change(tx, participants=it.random.choice(((USERS[it.walker],), (), (USERS["definer"],))))


def links(it: Crowd, tx: Tx) -> None:
    it.change(tx, links=(it.ticket(tx),))


def merges(it: Crowd, tx: Tx) -> None:
    merging.merge(tx, it.who("admin"), it.ticket(tx), it.ticket(tx))


def deletes(it: Crowd, tx: Tx) -> None:
    tickets.delete(tx, it.who("manager"), it.ticket(tx))


def replies(it: Crowd, tx: Tx) -> None:
    messages.reply(tx, it.who("admin", "owner", "responder"), it.ticket(tx), "Some words")


def notes(it: Crowd, tx: Tx) -> None:
    messages.note(tx, it.who("admin", "responder"), it.ticket(tx), "For staff")


def takes_back(it: Crowd, tx: Tx) -> None:
    last = tx.messages.newest(it.ticket(tx), notes=True, limit=1)[-1:]
    for message in last:
        messages.delete_by_id(tx, it.who("admin"), message.id)


def rates(it: Crowd, tx: Tx) -> None:
    rating.rate(tx, it.who(*OPENERS), it.ticket(tx), it.random.randint(1, 5))


def makes_a_place(it: Crowd, tx: Tx) -> None:
    origin, ticket_id = Origin(GUILD, it.at()), it.ticket(tx)
    places.place_made(tx, origin, ticket_id, Place(PlaceState.MADE, it.random.randrange(1, 10**6), 1))


def loses_a_place(it: Crowd, tx: Tx) -> None:
    found = tx.tickets.get(GUILD, it.ticket(tx))
    if found is not None and it.random.random() < 0.5 and found.place.channel_id is not None:
        following.channel_gone(tx, Origin(GUILD, it.at()), found.place.channel_id)
    elif found is not None and found.place.state is PlaceState.PENDING:
        places.place_refused(tx, Origin(GUILD, it.at()), found.id, "no")


def edits_roles(it: Crowd, tx: Tx) -> None:
    staff, viewers = (
        tuple(ROLES[name] for name in ("viewer", "responder", "elsewhere") if it.random.random() < 0.4)
        for _ in range(2)
    )
    draft = CategoryDraft(f"Named {it.random.random()}", None, None, staff, viewers)
    categories.edit(tx, it.who("admin"), it.category(tx), draft, ASSIGNABLE)


def renames_a_category(it: Crowd, tx: Tx) -> None:
    categories.edit(tx, it.who("admin"), it.category(tx), CategoryDraft(f"Named {it.random.random()}"), ASSIGNABLE)


def hides_names(it: Crowd, tx: Tx) -> None:
    change = CategoryChange(anonymous=it.random.random() < 0.5)
    configure(tx, it.who("admin"), it.category(tx), change, Surroundings(ASSIGNABLE))


def makes_or_deletes_a_category(it: Crowd, tx: Tx) -> None:
    if it.random.random() < 0.5:
        draft = CategoryDraft("new", responder_role_ids=(ROLES[it.random.choice(("viewer", "responder"))],))
        categories.create(tx, it.who("admin"), draft, ASSIGNABLE)
    elif len(tx.categories.live(GUILD)) > 2:
        categories.delete(tx, it.who("admin"), it.category(tx))


def changes_roles(it: Crowd, tx: Tx) -> None:
    """Let the walker have other roles, or those of the beginning again; it may be noted only before the next change."""
    while it.untold:
        places.roles_changed(tx, Origin(GUILD, it.at()), it.untold.pop())
    before = it.people.members[GUILD, USERS[it.walker]].role_ids
    own = (it.walker,) if it.walker in ROLES else ()
    others = tuple(name for name in ("viewer", "responder", "elsewhere") if it.random.random() < 0.3)
    it.people.give(it.walker, *it.random.choice((own, others)))
    after = it.people.members[GUILD, USERS[it.walker]].role_ids
    it.untold.append(RolesChanged(USERS[it.walker], before - after, after - before, administered=False))
    if it.random.random() < 0.5:
        places.roles_changed(tx, Origin(GUILD, it.at()), it.untold.pop())


def blocks_or_lets(it: Crowd, tx: Tx) -> None:
    walker = replace(actor(it.walker), grants=frozenset())
    if it.random.random() < 0.5:
        blocks.block(tx, it.who("admin"), walker)
    else:
        blocks.unblock(tx, it.who("admin"), walker.user_id)


def grants_or_takes(it: Crowd, tx: Tx) -> None:
    give = it.random.choice((grants.grant, grants.revoke))
    give(tx, it.who("admin"), ROLES[it.random.choice(("viewer", "responder"))], Grant.MANAGE_TICKETS)


def has_them_leave_and_come_back(it: Crowd, tx: Tx) -> None:
    membership.member_left(tx, Origin(GUILD, it.at()), USERS[it.walker])
    membership.member_joined(tx, Origin(GUILD, it.at()), USERS[it.walker])


_ACTS: Final[tuple[list[Callable[[Crowd, Tx], None]], list[int]]] = (
    [
        *(opens, closes_or_reopens, claims, sorts, renames, lets_rest, moves, adds_or_takes_out, links, merges),
        *(deletes, replies, notes, takes_back, rates, makes_a_place, loses_a_place, renames_a_category),
        *(edits_roles, hides_names, makes_or_deletes_a_category, changes_roles, blocks_or_lets, grants_or_takes),
        has_them_leave_and_come_back,
    ],
    [*(8, 8, 8, 4, 4, 4, 10, 8, 3, 3), *(6, 8, 5, 4, 3, 4, 3, 2), *(1, 1, 1, 5, 1, 1), 1],
)
