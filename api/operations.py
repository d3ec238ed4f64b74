"""The one table of operations: what stands here is routed, validated, allowed, documented, and nothing else is.

Paths are fixed texts, and what an operation is about stands in its query or body, as in the reference.
"""

from dataclasses import dataclass
from typing import Any, Final

from api import (
    attachments,
    bulk,
    categories,
    events,
    keys,
    messages,
    requests,
    search,
    sessions,
    standing,
    tickets,
    transcripts,
)
from api.incoming import Nothing
from api.operation import Operation
from api.stream import EVENT_STREAM
from api.webhook_operations import WEBHOOKS
from desk.actor import Scope

_TICKETS = "/api/tickets"
_MESSAGES = "/api/tickets/messages"
_CATEGORIES = "/api/tickets/categories"
_SESSION = "/api/session"
_KEYS = "/api/keys"

OPERATIONS: Final[tuple[Operation[Any, Any], ...]] = (
    Operation(
        "GET",
        _TICKETS,
        Scope.READ,
        tickets.find_tickets,
        requests.TicketsQuery,
        None,
        ("TicketList", "TicketDetail"),
        "Lists accessible support tickets or returns a single ticket when ticketId is provided.",
        "owner, category viewer/responder, or manage_tickets",
        tagged=True,
        pace="long",
        paced_by="q",
    ),
    Operation(
        "POST",
        _TICKETS,
        Scope.WRITE,
        tickets.open_ticket,
        Nothing,
        requests.TicketBody,
        ("OneTicket",),
        "Creates a support ticket for the current user.",
        "current user",
        201,
        pace="opening",
        form=requests.TicketForm,
    ),
    Operation(
        "PUT",
        _TICKETS,
        Scope.WRITE,
        tickets.update_ticket,
        Nothing,
        requests.TicketChangeBody,
        ("OneTicket",),
        "Updates ticket status, claim state, or metadata according to caller permissions.",
        "owner, responder, or manage_tickets",
        guarded=True,
    ),
    Operation(
        "DELETE",
        _TICKETS,
        Scope.WRITE,
        tickets.delete_ticket,
        requests.TicketIdQuery,
        None,
        ("DeletedTicket",),
        "Deletes a ticket when caller has management permission.",
        "manage_tickets",
        guarded=True,
    ),
    Operation(
        "POST",
        "/api/tickets/bulk",
        Scope.WRITE,
        bulk.change_tickets,
        Nothing,
        requests.BulkBody,
        ("BulkAnswer",),
        "Changes up to 100 tickets; each change is all or nothing by itself and has its own status and answer.",
        "as for PUT /api/tickets, of each ticket",
    ),
    Operation(
        "GET",
        _MESSAGES,
        Scope.READ,
        messages.read_messages,
        requests.MessagesQuery,
        None,
        ("MessageList",),
        "Reads the messages of a ticket, the newest first to come and each part in ascending order.",
        "owner, category viewer/responder, or manage_tickets; notes for responder and manage_tickets",
    ),
    Operation(
        "POST",
        _MESSAGES,
        Scope.WRITE,
        messages.write_message,
        Nothing,
        requests.MessageBody,
        ("OneMessage",),
        "Replies in an open ticket, or writes a note that only staff sees.",
        "owner, responder, or manage_tickets; notes: responder or manage_tickets",
        201,
        form=requests.MessageForm,
    ),
    Operation(
        "DELETE",
        _MESSAGES,
        Scope.WRITE,
        messages.delete_message,
        requests.MessageIdQuery,
        None,
        ("DeletedMessage",),
        "Deletes a ticket message according to ticket and moderation permissions.",
        "message owner, responder, or manage_tickets",
    ),
    Operation(
        "GET",
        attachments.PATH,
        Scope.READ,
        attachments.read_attachment,
        requests.AttachmentQuery,
        None,
        (),
        "Returns a file that came with a message, as it was sent.",
        "as for its message: owner, category viewer/responder, or manage_tickets; files of notes for staff",
        other_types=attachments.MEDIA_TYPES,
        tagged=True,
        ranged=True,
    ),
    Operation(
        "GET",
        "/api/tickets/transcript",
        Scope.READ,
        transcripts.read_transcript,
        requests.TranscriptQuery,
        None,
        ("TranscriptAnswer",),
        "Returns the whole of a ticket: every message and what happened to it; or a document to keep of all that.",
        "owner, category viewer/responder, or manage_tickets; notes for responder and manage_tickets",
        other_types=transcripts.DOCUMENTS,
        pace="long",
    ),
    Operation(
        "GET",
        _CATEGORIES,
        Scope.READ,
        categories.list_categories,
        Nothing,
        None,
        ("CategoryList",),
        "Lists support ticket categories and viewer role configuration.",
        "current user or manage_tickets",
    ),
    Operation(
        "POST",
        _CATEGORIES,
        Scope.WRITE,
        categories.create_category,
        Nothing,
        requests.CategoryBody,
        ("OneCategory",),
        "Creates a ticket category.",
        "define_tickets",
        201,
    ),
    Operation(
        "PUT",
        _CATEGORIES,
        Scope.WRITE,
        categories.update_category,
        Nothing,
        requests.CategoryChangeBody,
        ("OneCategory",),
        "Updates a ticket category and viewer role settings.",
        "define_tickets",
    ),
    Operation(
        "DELETE",
        _CATEGORIES,
        Scope.WRITE,
        categories.delete_category,
        requests.CategoryIdQuery,
        None,
        ("DeletedCategory",),
        "Deletes a ticket category and associated viewer permissions.",
        "define_tickets",
    ),
    Operation(
        "GET",
        "/api/tickets/access",
        Scope.READ,
        standing.read_access,
        Nothing,
        None,
        ("AccessAnswer",),
        "Returns whether the current user can access ticket functionality.",
        "current user",
    ),
    Operation(
        "GET",
        "/api/tickets/open-count",
        Scope.READ,
        standing.count_open,
        Nothing,
        None,
        ("CountAnswer",),
        "Returns a count of open tickets visible to the caller.",
        "current user or manage_tickets",
    ),
    Operation(
        "GET",
        "/api/search",
        Scope.READ,
        search.search_tickets,
        requests.SearchQuery,
        None,
        ("MatchList",),
        "Finds tickets by words in their titles, tags, answers and messages, with the place where they stand.",
        "owner, category viewer/responder, or manage_tickets; in notes for responder and manage_tickets",
        pace="long",
    ),
    Operation(
        "GET",
        "/api/events",
        Scope.READ,
        events.read_events,
        requests.EventsQuery,
        None,
        ("EventList",),
        "Returns what happened after a position, each event as the caller may see it now.",
        "as for the ticket of each event; notes for responder and manage_tickets",
        other_types=(EVENT_STREAM,),
    ),
    Operation(
        "GET",
        _SESSION,
        None,
        sessions.read_session,
        Nothing,
        None,
        ("SessionAnswer",),
        "Tells who is signed in, in which server they act and how far, and the token that changes need.",
        "whoever is signed in",
        rightless=True,
    ),
    Operation(
        "PUT",
        _SESSION,
        None,
        sessions.choose_guild,
        Nothing,
        requests.GuildChoiceBody,
        ("SessionAnswer",),
        "Chooses the server in which the session acts.",
        "whoever is signed in and is a member there",
        rehearsed=False,
        rightless=True,
    ),
    Operation(
        "DELETE",
        _SESSION,
        None,
        sessions.sign_out,
        requests.SignOutQuery,
        None,
        ("SignedOut",),
        "Signs out at this browser, or everywhere.",
        "whoever is signed in",
        rehearsed=False,
        rightless=True,
    ),
    Operation(
        "GET",
        _KEYS,
        None,
        keys.list_keys,
        requests.KeysQuery,
        None,
        ("KeyList",),
        "Lists API keys that can be used, by their first characters, with their last use.",
        "current user; everyone's: Administrator",
    ),
    Operation(
        "POST",
        _KEYS,
        None,
        keys.create_key,
        Nothing,
        requests.KeyBody,
        ("NewKey",),
        "Makes an API key of the current user, and shows it this once.",
        "current user",
        201,
        rehearsed=False,
    ),
    Operation(
        "DELETE",
        _KEYS,
        None,
        keys.revoke_key,
        requests.KeyIdQuery,
        None,
        ("OneKey",),
        "Ends an API key at once.",
        "owner of the key, or Administrator",
        rehearsed=False,
    ),
    *WEBHOOKS,
)


@dataclass(frozen=True, slots=True)
class OpenPath:
    """A path that anybody may GET, without a key; `kind` is the media type of what it answers.

    `statuses` are those of its answers beside 200, which only those have at which something is `shown`.
    """

    path: str
    summary: str
    kind: str = "application/json"
    statuses: tuple[int, ...] = ()
    shown: bool = True


HEALTH: Final = OpenPath("/healthz", "Whether the process lives.")
READY: Final = OpenPath("/readyz", "Whether the desk can do its work now.", statuses=(503,))
DOCUMENT: Final = OpenPath("/api/openapi.json", "This document.")
SIGN_IN: Final = OpenPath(
    "/sign-in", "Sends a browser to Discord to sign in, and back to `next`.", "text/html", (302, 404), shown=False
)
PAGE: Final = OpenPath("/docs", "The reference page, with a tester in it.", "text/html")
HOME: Final = OpenPath("/", "Leads to the reference page.", "text/html", (302,), shown=False)
OPEN_PATHS: Final = (HEALTH, READY, DOCUMENT, PAGE, SIGN_IN, HOME)
