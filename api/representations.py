"""What the nouns of the desk look like to programs: plain values by their names in camelCase, ids as texts."""

from collections.abc import Sequence

from api.authentication import SignedIn
from desk.access import Access
from desk.actor import Actor, GuildName
from desk.categories import CategoryList
from desk.models import ApiKey, Attachment, Category, Delivery, DeliveryState, Message, Ticket, Webhook
from desk.onlooker import Line
from desk.reading import TicketDetail
from desk.search import Match
from desk.sync import Reading
from desk.transcript import Happening, Transcript
from desk.veil import HIDDEN

TEAM = "Support team"
"""The author's name of what staff wrote without showing whose it is."""

Json = dict[str, object]


def ticket(it: Ticket) -> Json:
    """A ticket without its messages."""
    channel = it.place.channel_id
    return {
        "id": str(it.id),
        "number": it.number,
        "title": it.title,
        "status": str(it.status),
        "ownerId": str(it.owner_id),
        "categoryId": str(it.category_id),
        "category": {"id": str(it.category_id), "name": it.category_name, "deleted": it.category_deleted},
        "claimed": it.claimed_by is not None,
        "claimedBy": _id(it.claimed_by),
        "priority": str(it.priority),
        "tags": it.tags,
        "fields": [{"label": each.label, "kind": str(each.kind), "values": list(each.values)} for each in it.fields],
        "createdAt": it.created_at,
        "updatedAt": it.updated_at,
        "closedAt": it.closed_at,
        "closeReason": it.close_reason,
        "snoozedUntil": it.snoozed_until,
        "mergedInto": None if it.merged_into is None else str(it.merged_into),
        "version": it.version,
        "url": None if channel is None else f"https://discord.com/channels/{it.guild_id}/{channel}",
    }


def detail(it: TicketDetail) -> Json:
    """A ticket with its newest messages, ascending, the cursor of those before them, its people and its links."""
    return {
        **ticket(it.ticket),
        "participants": [str(user_id) for user_id in it.participants],
        "links": [str(linked.id) for linked in it.links],
        "rating": it.ticket.rating if it.with_rating else None,
        "ratingComment": it.ticket.rating_comment if it.with_rating else None,
        **messages(it.messages, older=it.older),
    }


def messages(found: Sequence[Message], *, older: bool) -> Json:
    """Messages, ascending, and the cursor of those before them, null when there are none."""
    return {
        "messages": [message(each) for each in found],
        "messagesCursor": str(found[0].id) if older and found else None,
    }


def message(it: Message) -> Json:
    """A message."""
    return {
        "id": str(it.id),
        "ticketId": str(it.ticket_id),
        "authorId": None if it.author_id == HIDDEN else str(it.author_id),
        "authorName": TEAM if it.author_id == HIDDEN else it.author_name,
        "anonymous": it.anonymous,
        "via": str(it.via),
        "kind": str(it.kind),
        "content": it.content,
        "attachments": [_attachment(file) for file in it.attachments],
        "createdAt": it.created_at,
        "editedAt": it.edited_at,
        "forwarded": it.forwarded,
        "earlier": [{"content": content, "until": until} for content, until in it.earlier],
    }


def _attachment(it: Attachment) -> Json:
    """A file of a message; without an id and a place to read it where the desk has no more of it than its name."""
    return {"id": _id(it.id), "name": it.name, "size": it.size, "url": file_path(it)}


def file_path(it: Attachment) -> str | None:
    """The path and query under which this door hands out a file; None where the desk has only its name."""
    return None if it.id is None else f"/api/tickets/attachments?attachmentId={it.id}"


def deleted_message(it: Message, at: str) -> Json:
    """A message that is no more: what it was, and not what it said."""
    gone = ("content", "attachments", "earlier")
    return {name: value for name, value in message(it).items() if name not in gone} | {"deletedAt": at}


def deleted(last: Json, at: str) -> Json:
    """What something was like when it was deleted."""
    return last | {"deletedAt": at}


def transcript(it: Transcript) -> Json:
    """All of a ticket, with every message and what happened to it; who is hidden has no id."""
    return {
        **ticket(it.ticket),
        "participants": _ids(it.participants),
        "links": [str(linked.id) for linked in it.links],
        "rating": it.ticket.rating if it.with_rating else None,
        "ratingComment": it.ticket.rating_comment if it.with_rating else None,
        "messages": [message(each) for each in it.messages],
        "events": [_happening(each) for each in it.happened],
        "madeAt": it.at,
    }


def _happening(it: Happening) -> Json:
    return {
        "type": str(it.type),
        "at": it.at,
        "via": str(it.via),
        "byId": _id(it.actor_id),
        "memberId": _id(it.member_id),
        "categoryName": it.category,
    }


def match(it: Match) -> Json:
    """A ticket that was found, and where the words stand in it."""
    return {
        "ticket": ticket(it.ticket),
        "message": None if it.message is None else message(it.message),
        "excerpt": it.excerpt,
    }


def event(it: Line) -> Json:
    """What one member is told of an event, with what it is about as they see that now."""
    about = it.category
    return {
        "id": str(it.seq),
        "seq": it.seq,
        "type": it.type,
        "at": it.at,
        "via": str(it.via),
        "actorId": _id(it.actor_id),
        "ticketId": _id(it.ticket_id),
        "categoryId": _id(it.category_id),
        "data": it.data,
        "ticket": None if it.ticket is None else ticket(it.ticket),
        "message": None if it.message is None else message(it.message),
        "category": about and category(about.category, is_open=about.is_open, with_roles=about.with_roles),
    }


def events(it: Reading) -> Json:
    """What was read of the events."""
    return {
        "events": [event(each.line) for each in it.told],
        "next": it.following,
        "more": it.more,
        "reset": it.reset,
    }


def category(it: Category, *, is_open: bool, with_roles: bool) -> Json:
    """A category; `is_open` says whether the caller may open tickets in it, roles are for those who define them."""
    made: Json = {
        "id": str(it.id),
        "name": it.name,
        "description": it.description,
        "color": it.color,
        "open": is_open,
    }
    if with_roles:
        made["responderRoleIds"] = _ids(it.responder_role_ids)
        made["viewerRoleIds"] = _ids(it.viewer_role_ids)
    return made


def categories(found: CategoryList) -> list[Json]:
    """All categories as the caller sees them."""
    return [category(each, is_open=each.id in found.open_in, with_roles=found.with_roles) for each in found.categories]


def webhook(it: Webhook, at: str) -> Json:
    """A webhook as it is at `at`, without its secret."""
    return {
        "id": str(it.id),
        "url": it.url,
        "types": it.types or None,
        "description": it.description,
        "enabled": it.off is None,
        "off": it.off,
        "offAt": it.off_at,
        "memberId": str(it.user_id),
        "createdAt": it.created_at,
        "updatedAt": it.updated_at,
        "oldSecretUntil": it.old_until if it.old_until is not None and it.old_until > at else None,
        "failingSince": it.failing_since,
        "pausedUntil": it.not_before if it.not_before is not None and it.not_before > at else None,
    }


def delivery(it: Delivery) -> Json:
    """One message to a webhook and what became of it; never what was in it, nor what the receiver said."""
    pending = it.state is DeliveryState.PENDING
    return {
        "id": it.message_id,
        "webhookId": str(it.webhook_id),
        "seq": it.seq,
        "type": it.type,
        "state": it.state,
        "attempts": it.attempts,
        "status": it.status,
        "error": it.error,
        "createdAt": it.created_at,
        "triedAt": it.tried_at,
        "nextTryAt": it.due_at if pending else None,
        "triedUntil": it.give_up_at if pending else None,
    }


def access(it: Access) -> Json:
    """Whether the caller can use tickets, and how far."""
    permissions = {
        "open": it.open,
        "viewAll": it.view_all,
        "manageTickets": it.manage_tickets,
        "defineTickets": it.define_tickets,
        "responderCategoryIds": _ids(it.responder_in),
        "viewerCategoryIds": _ids(it.viewer_in),
    }
    return {"access": it.access, "permissions": permissions}


def session(actor: Actor, guilds: Sequence[GuildName], by: SignedIn, standing: Access) -> Json:
    """Who is signed in, where they can act, and what their pages need to change anything."""
    here = {each.id: guild(each) for each in guilds}.get(actor.guild_id, {"id": str(actor.guild_id), "name": ""})
    return _signed_in(actor.user_id, actor.name, guilds, by) | {"guild": here, **access(standing)}


def homeless(user_id: int, name: str, guilds: Sequence[GuildName], by: SignedIn) -> Json:
    """The same of who has left the guild in which they acted, until they choose another."""
    return _signed_in(user_id, name, guilds, by) | {"guild": None, "access": False, "permissions": None}


def _signed_in(user_id: int, name: str, guilds: Sequence[GuildName], by: SignedIn) -> Json:
    return {
        "user": {"id": str(user_id), "name": name},
        "guild": None,
        "guilds": [guild(each) for each in guilds],
        "csrfToken": by.csrf_token,
        "expiresAt": by.identity.expires_at,
    }


def key(it: ApiKey) -> Json:
    """An API key, by the beginning that tells one from another and never whole."""
    return {
        "id": str(it.id),
        "memberId": str(it.user_id),
        "name": it.name,
        "prefix": it.prefix,
        "scopes": sorted(it.scopes),
        "createdAt": it.created_at,
        "expiresAt": it.expires_at,
        "lastUsedAt": it.last_used_at,
        "revokedAt": it.revoked_at,
    }


def guild(it: GuildName) -> Json:
    """A guild as people know it."""
    return {"id": str(it.id), "name": it.name}


def _id(number: int | None) -> str | None:
    """An id as a text; None for nobody, and for who is not to be known."""
    return str(number) if number else None


def _ids(numbers: frozenset[int] | tuple[int, ...]) -> list[str]:
    return [str(number) for number in sorted(numbers)]
