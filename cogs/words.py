"""What the bot says in its answers when all went well, and the labels of what can be pressed and filled in."""

from collections.abc import Collection, Iterable

from cogs.typed import block, flat, line, shortened
from desk.actor import Grant, Scope
from desk.clock import parse_rfc3339
from desk.messages import MessagePage
from desk.models import ApiKey, Category, Message, MessageKind, Place, PlaceState, Status, Ticket

NO_TICKETS = "There are no such tickets that you can see."
NO_CATEGORIES = "There are no categories yet. Somebody who defines categories makes them: `/category create`."
KEYS = "Your API keys"
CHOOSE = "What is your ticket about? Choose a category."
DEAD_BUTTON = "This no longer does anything. `/ticket open` opens a ticket, `/ticket list` lists those that you see."
YOUR_TEXT = "What you typed, to copy it"
NOTED = "Noted. Only staff see it: `/ticket show`."
REPLIED = "Your reply is in the ticket."
REASON_KEPT = "The reason is noted."
MESSAGE_DELETED = "The message is deleted."
NO_KEYS = "You have no keys. Make one: `/desk key create`."


def moment(at: str) -> str:
    """A stored time as Discord shows it to each reader in their own zone."""
    return f"<t:{int(parse_rfc3339(at).timestamp())}:f>"


def since(at: str) -> str:
    """A stored time as the stretch that has passed since, or is still to pass."""
    return f"<t:{int(parse_rfc3339(at).timestamp())}:R>"


def unexpected(request_id: str) -> str:
    """For what should not have happened."""
    return f"Something went wrong in the desk, and it was written down. Tell the staff this number: `{request_id}`."


def place_link(place: Place) -> str:
    """Where the ticket is in Discord."""
    if place.channel_id is not None and place.state is not PlaceState.FAILED:
        return f"It is here: <#{place.channel_id}>"
    if place.state is PlaceState.FAILED:
        return "Discord refused it a thread; it is in `/ticket show`."
    return "Its thread appears in a moment."


def opened(ticket: Ticket, place: Place) -> str:
    """After opening: the link to the ticket, or in plain words that nothing was opened."""
    if place.state is PlaceState.FAILED:
        return (
            "Your ticket could not be opened: Discord refused the desk a thread for it, so nothing was opened. "
            "Tell an administrator of this server that the bot lacks a permission, and try again."
        )
    return f"Your ticket #{ticket.number} is open. {place_link(place)}"


def claimed(ticket: Ticket) -> str:
    """After claiming."""
    return f"Ticket #{ticket.number} is yours."


def released(ticket: Ticket) -> str:
    """After giving a claim back."""
    return f"Ticket #{ticket.number} is nobody's now. Anybody on its staff can claim it."


def assigned(ticket: Ticket) -> str:
    """After giving a claim to somebody."""
    return f"Ticket #{ticket.number} is <@{ticket.claimed_by}>'s now."


def closed(ticket: Ticket) -> str:
    """After closing."""
    return f"Ticket #{ticket.number} is closed. Reopen brings it back."


def reopened(ticket: Ticket) -> str:
    """After reopening."""
    return f"Ticket #{ticket.number} is open again."


def ask_delete_ticket(ticket: Ticket) -> str:
    """Before a ticket is deleted."""
    return (
        f"Delete ticket #{ticket.number} {line(ticket.title, 80)} with all its messages, its notes and its thread? "
        "Nobody can bring it back."
    )


def ticket_deleted(ticket: Ticket) -> str:
    """After a ticket was deleted."""
    return f"Ticket #{ticket.number} is deleted."


def ticket_line(ticket: Ticket) -> str:
    """A ticket as a row of a list."""
    place = f" <#{ticket.place.channel_id}>" if ticket.place.channel_id else ""
    return f"`#{ticket.number}` **{line(ticket.title, 60)}**{place}\n{_state(ticket)} · {since(ticket.updated_at)}"


def ticket_choice(ticket: Ticket) -> str:
    """A ticket among those offered while a number is typed: at most 100 characters, the state among them."""
    number, state = f"#{ticket.number} ", f" ({ticket.status.value})"
    return number + shortened(flat(ticket.title), 100 - len(number) - len(state)) + state


def _state(ticket: Ticket) -> str:
    gone = " (deleted)" if ticket.category_deleted else ""
    claim = f" · <@{ticket.claimed_by}>" if ticket.claimed_by else ""
    return f"{line(ticket.category_name, 40)}{gone} · {ticket.status.value}{claim}"


def list_title(status: Status | None, total: int) -> str:
    """The head of a list of tickets."""
    kind = f"{status.value} " if status else ""
    return f"{total} {kind}ticket{'' if total == 1 else 's'}"


def page_of(page: int, pages: int) -> str:
    """Which part of a list is shown."""
    return f"Page {page + 1} of {pages}"


def ticket_head(ticket: Ticket) -> str:
    """What is known of a ticket, above its messages."""
    lines = [
        f"**Opened by** <@{ticket.owner_id}> {since(ticket.created_at)}",
        f"**Category** {line(ticket.category_name)}{' (deleted)' if ticket.category_deleted else ''}",
        f"**Status** {ticket.status.value}",
        f"**Claim** {f'<@{ticket.claimed_by}>' if ticket.claimed_by else 'nobody'}",
    ]
    if ticket.close_reason:
        lines.append(f"**Reason** {line(ticket.close_reason, 500)}")
    if ticket.place.channel_id:
        lines.append(f"**Thread** <#{ticket.place.channel_id}>")
    return "\n".join(lines)


def message(one: Message, most: int) -> str:
    """One message of a ticket, as its author wrote it; what is longer than `most` characters is cut and says so."""
    kind = "note" if one.kind is MessageKind.NOTE else "reply"
    edited = " · edited" if one.edited_at else ""
    files = "".join(f"\n-# file {line(file.name, 60)}" for file in one.attachments)
    said = block(one.content if len(one.content) <= most else one.content[:most])
    cut = "" if len(one.content) <= most else "\n-# The rest is in the thread."
    return f"**{line(one.author_name, 40)}** · {kind} · {since(one.created_at)}{edited}\n{said}{cut}{files}"


def messages_title(ticket: Ticket) -> str:
    """The head of a ticket and its messages."""
    return f"#{ticket.number} {line(ticket.title)}"


def messages_note(page: MessagePage) -> str:
    """What the shown part of the messages leaves out."""
    return "There are older messages." if page.older else "These are all of its messages up to here."


def category_saved(category: Category, *, new: bool) -> str:
    """After a category was made or changed."""
    roles = f"Responders: {_roles(category.responder_role_ids)}. Viewers: {_roles(category.viewer_role_ids)}."
    return f"Category {line(category.name)} is {'made' if new else 'changed'}. {roles}"


def _roles(role_ids: Collection[int], most: int = 50) -> str:
    shown = ", ".join(f"<@&{role}>" for role in sorted(role_ids)[:most]) or "none"
    return shown if len(role_ids) <= most else f"{shown} and {len(role_ids) - most} more"


def ask_delete_category(category: Category) -> str:
    """Before a category is deleted: what becomes of its tickets."""
    return (
        f"Delete category {line(category.name)}? It takes no new tickets. Its tickets stay, with their owners and "
        "those who manage tickets; its responders and viewers see them no longer."
    )


def category_deleted(category: Category) -> str:
    """After a category was deleted."""
    return f"Category {line(category.name)} is deleted. Its tickets stay, with their owners and who manages tickets."


def categories_title(total: int) -> str:
    """The head of the list of categories."""
    return f"{total} categor{'y' if total == 1 else 'ies'}"


def category_line(category: Category, *, with_roles: bool) -> str:
    """A category as a row of a list: at most 450 characters."""
    about = f"\n{line(category.description, 60)}" if category.description else ""
    limit = f" · at most {category.ticket_limit} open each" if category.ticket_limit else ""
    responders, viewers = _roles(category.responder_role_ids, 2), _roles(category.viewer_role_ids, 2)
    roles = f"\n-# responders {responders} · viewers {viewers}{limit}" if with_roles else ""
    return f"**{line(category.name, 60)}**{about}{roles}"


def panel_asked(channel_id: int) -> str:
    """After a panel was asked for."""
    return f"The panel appears in <#{channel_id}> in a moment, and follows the categories by itself."


def granted(role_id: int, what: Grant, *, changed: bool) -> str:
    """After a grant was given."""
    return f"<@&{role_id}> {'now holds' if changed else 'held it already:'} `{what.value}`."


def taken(role_id: int, what: Grant, *, changed: bool) -> str:
    """After a grant was taken."""
    return f"<@&{role_id}> {'no longer holds' if changed else 'did not hold'} `{what.value}`."


def key_made(key: ApiKey, secret: str) -> str:
    """After a key was made: the only time that it is shown."""
    end = f" It ends {moment(key.expires_at)}." if key.expires_at else ""
    return (
        f"Your key {line(key.name)}:\n```\n{secret}\n```\nIt is shown this once. Keep it like a password: who has "
        f"it acts as you, with {scopes(key.scopes)}.{end}"
    )


def scopes(held: Iterable[Scope]) -> str:
    """The scopes of a key."""
    return " and ".join(f"`{each}`" for each in sorted(held))


def key_line(key: ApiKey) -> str:
    """A key as a row of a list: at most 160 characters, so that all that one may have fit an answer."""
    used = f"used {since(key.last_used_at)}" if key.last_used_at else "never used"
    end = f" · ends {since(key.expires_at)}" if key.expires_at else ""
    may = ", ".join(sorted(each.removeprefix("tickets:") for each in key.scopes))
    return f"**{line(key.name, 24)}** `{key.prefix}…` · {may} · {used}{end}"


def key_revoked(key: ApiKey) -> str:
    """After a key was revoked."""
    return f"Key {line(key.name)} is revoked: it opens nothing from now on."


def blocked(user_id: int, until: str | None) -> str:
    """After a member was blocked."""
    end = f" until {moment(until)}" if until else ""
    return f"<@{user_id}> is blocked{end}: they read and close their own tickets, and no more."


def unblocked(user_id: int, *, changed: bool) -> str:
    """After a block was lifted."""
    return f"<@{user_id}> is {'no longer' if changed else 'not'} blocked."
