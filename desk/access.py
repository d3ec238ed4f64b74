"""What an actor can do here at all: the answer to "may I use tickets, and how far"."""

from dataclasses import dataclass

from desk.actor import Actor
from desk.asking import guild_standing
from desk.permissions import Action, Who, allowed
from desk.store import Tx


@dataclass(frozen=True, slots=True)
class Access:
    """What the actor may do in the guild, and the ids of the categories that give them a part."""

    access: bool
    open: bool
    view_all: bool
    manage_tickets: bool
    define_tickets: bool
    responder_in: tuple[int, ...]
    viewer_in: tuple[int, ...]


def access(tx: Tx, actor: Actor) -> Access:
    """The actor's access; a blocked member gets an answer too, and it is no."""
    who = guild_standing(tx, actor)
    blocked = Who.BLOCKED in who
    live = () if blocked else tx.categories.live(actor.guild_id)
    return Access(
        access=not blocked,
        open=allowed(Action.OPEN, who),
        view_all=Who.MANAGER in who,
        manage_tickets=Who.MANAGER in who,
        define_tickets=allowed(Action.DEFINE_CATEGORIES, who),
        responder_in=tuple(each.id for each in live if each.responder_role_ids & actor.role_ids),
        viewer_in=tuple(each.id for each in live if each.viewer_role_ids & actor.role_ids),
    )
