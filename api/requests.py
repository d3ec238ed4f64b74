"""What each operation takes: its query parameters and the fields of its body, with what they mean."""

from typing import Annotated

from pydantic import Field

from api.fields import bulk, categories, events, forms, ids, keys, lists, messages, switches, tickets, times, webhooks
from api.incoming import Incoming
from desk.exchange import Order
from desk.models import MessageKind
from desk.transcript import Format


class TicketsQuery(Incoming):
    """A ticket by its id, or a part of the list."""

    page: lists.PageNumber | None = Field(None, description="Page number for paginated results; 1 when not given.")
    page_size: lists.PageSize = Field(20, description="Tickets on a page.")
    ticket_id: ids.MaybeIdentifier = Field(None, description="Ticket ID for detail lookup.")
    category_id: ids.MaybeIdentifier = Field(None, description="Filter by category.")
    status: lists.StatusFilter = Field("all", description="open, closed, claimed, or all.")
    mine: switches.Flag = Field(default=False, description="Restrict to tickets that the current user opened.")
    tags: lists.TagFilter | None = Field(None, description="Only tickets with all of these tags, separated by commas.")
    priority: lists.PriorityFilter | None = Field(None, description="Only low, normal, high or urgent.")
    claimed_by: lists.HolderFilter | None = Field(
        None, description="Only tickets whose claim this member has: an ID, me, or none for nobody."
    )
    updated_since: times.TimeFilter | None = Field(
        None, description="Only tickets with activity then or later, as RFC 3339."
    )
    q: lists.Words | None = Field(None, description="Only tickets with all of these words, by their beginnings.")
    sort: lists.Sort = Field(Order.NEWEST_ACTIVITY, description="Order of the list; - for the newest first.")
    cursor: lists.Cursor | None = Field(None, description="Go on after the page that gave this nextCursor.")


class TicketIdQuery(Incoming):
    """Names one ticket."""

    ticket_id: ids.Identifier = Field(description="Ticket ID to delete.")


class MessageIdQuery(Incoming):
    """Names one message."""

    message_id: ids.Identifier = Field(description="Message ID to delete.")


class CategoryIdQuery(Incoming):
    """Names one category."""

    category_id: ids.Identifier = Field(description="Category ID to delete.")


class AttachmentQuery(Incoming):
    """Names one file of a message."""

    attachment_id: ids.Identifier = Field(description="Attachment ID of the file to read.")


class MessagesQuery(Incoming):
    """A part of a ticket's messages, from the newest back."""

    ticket_id: ids.Identifier = Field(description="Ticket ID whose messages to read.")
    before: ids.MaybeIdentifier = Field(None, description="Only messages before this messagesCursor.")
    page_size: lists.PageSize = Field(100, description="Messages at once.")


class TranscriptQuery(Incoming):
    """A ticket, and what its transcript is to be."""

    ticket_id: ids.Identifier = Field(description="Ticket ID whose transcript to make.")
    format: messages.Format = Field(Format.JSON, description="json in the envelope; html or txt as a document.")


class SearchQuery(Incoming):
    """What is looked for, and which of what is found is wanted."""

    q: lists.Sought = Field(
        description="Words as they begin, or in double quotes as they stand. No sign in it has another meaning."
    )
    page: lists.PageNumber | None = Field(None, description="Page number of what was found; 1 when not given.")
    page_size: lists.PageSize = Field(20, description="Tickets on a page.")
    category_id: ids.MaybeIdentifier = Field(None, description="Only in that category.")
    status: lists.StatusFilter = Field("all", description="open, closed, claimed, or all.")


class EventsQuery(Incoming):
    """Where to read on in the events, and which of them are wanted."""

    after: events.Position | None = Field(
        None, description="Position to read on from: a syncToken, or the next of an earlier answer; none for now."
    )
    limit: lists.PageSize = Field(100, description="Events at once.")
    types: events.EventTypes | None = Field(None, description="Names of the events wanted, with commas between.")


class TicketBody(Incoming):
    """A ticket to open."""

    title: tickets.Title = Field(description="Ticket title, 3-120 characters.")
    category_id: ids.Identifier = Field(description="Ticket category ID.")
    message: tickets.OpeningMessage = Field(description="Initial ticket message, 5-2000 characters.")
    answers: forms.GivenAnswers = Field(
        default_factory=dict,
        alias="fields",
        description="Answers to the category's form by the label of the question: a text, or a list of texts.",
    )


class TicketForm(TicketBody):
    """The same with files."""

    answers: forms.SpelledAnswers = Field(
        default_factory=dict,
        alias="fields",
        description="Answers to the category's form, as in a JSON body: an object, written as JSON.",
    )


class TicketChangeBody(Incoming):
    """What shall be different about a ticket; what is not given stays."""

    ticket_id: ids.Identifier = Field(description="Ticket ID to update.")
    status: tickets.NewStatus = Field(None, description="Updated ticket status: open or closed.")
    claimed_by_me: switches.Wish = Field(None, description="Claim or unclaim the ticket as the current user.")
    claimed_by: tickets.Holder = Field(
        "", description="Member who shall hold the claim, null for nobody. Takes another's claim away."
    )
    title: tickets.MaybeTitle = Field(None, description="Ticket title, 3-120 characters.")
    category_id: ids.MaybeIdentifier = Field(None, description="Category to which the ticket is moved.")
    priority: tickets.NewPriority = Field(None, description="low, normal, high or urgent.")
    tags: tickets.Tags = Field(None, description="All tags of the ticket, 10 at most.")
    participants: tickets.Members = Field(
        None, description="IDs of all members who are in the ticket beside its owner and staff, 20 at most."
    )
    links: tickets.Links = Field(None, description="IDs of all tickets that belong to this one, 10 at most.")
    snoozed_until: times.MaybeTime = Field("", description="When the ticket comes back into the queue, null for now.")
    close_reason: tickets.CloseReason = Field("", description="Why the ticket was closed, at most 500 characters.")
    version: tickets.Version = Field(None, description="The version that was seen; 409 when the ticket has another.")


class BulkBody(Incoming):
    """Changes of tickets, each as the body of a PUT."""

    changes: Annotated[bulk.Objects, bulk.ListOf(TicketChangeBody, bulk.CHANGES_AT_MOST)] = Field(
        description="1 to 100 changes, each by itself and in this order."
    )


class MessageBody(Incoming):
    """A reply or a note to write."""

    ticket_id: ids.Identifier = Field(description="Ticket ID to write in.")
    content: messages.Content = Field(description="What to say, 1-2000 characters.")
    kind: messages.Kind = Field(MessageKind.REPLY, description="reply, or note for what only staff sees.")


class MessageForm(MessageBody):
    """The same with files, and perhaps without words."""

    content: messages.MaybeContent = Field("", description="What to say, 1-2000 characters; files may come without.")


class CategoryBody(Incoming):
    """A category to create."""

    name: categories.Name = Field(description="Category name.")
    description: categories.Description = Field("", description="Optional category description.")
    color: categories.Color = Field("", description="Optional hex color.")
    responder_role_ids: categories.Roles = Field(None, description="Responder role IDs.")
    viewer_role_ids: categories.Roles = Field(None, description="Viewer role IDs.")


class CategoryChangeBody(CategoryBody):
    """A category to change; what is not given stays, but the name is always given."""

    category_id: ids.Identifier = Field(description="Category ID to update.")


class GuildChoiceBody(Incoming):
    """The guild in which a session acts."""

    guild_id: ids.Identifier = Field(description="ID of the server to act in; you must be a member of it.")


class KeysQuery(Incoming):
    """Whose keys are listed."""

    everyone: switches.Flag = Field(default=False, description="Those of all members, for Administrators.")


class KeyBody(Incoming):
    """An API key to make."""

    name: keys.KeyName = Field(description="What the key is for, 1-100 characters.")
    scopes: keys.Scopes = Field(description="What it may be used for: tickets:read, tickets:write, or both.")
    expires_at: times.Expiry = Field(None, description="When it ends; not given, it does not.")


class KeyIdQuery(Incoming):
    """The key that is meant."""

    key_id: ids.Identifier = Field(description="ID of the key to revoke.")


class SignOutQuery(Incoming):
    """How far signing out goes."""

    everywhere: switches.Flag = Field(default=False, description="Sign out at every browser, not at this one alone.")


class WebhooksQuery(Incoming):
    """One webhook, or all."""

    webhook_id: ids.MaybeIdentifier = Field(None, description="Webhook ID for one webhook.")


class WebhookIdQuery(Incoming):
    """Names one webhook."""

    webhook_id: ids.Identifier = Field(description="Webhook ID to delete.")


class DeliveriesQuery(Incoming):
    """A part of what was sent to a webhook, newest first."""

    webhook_id: ids.Identifier = Field(description="Webhook ID whose deliveries to read.")
    state: webhooks.State | None = Field(None, description="pending, delivered, failed or withheld.")
    cursor: ids.MaybeIdentifier = Field(None, description="Go on after the page that gave this nextCursor.")
    page_size: lists.PageSize = Field(20, description="Deliveries at once.")


class WebhookBody(Incoming):
    """A webhook to make."""

    url: webhooks.Url = Field(description="Where to send to: https, and an address of the open internet.")
    types: webhooks.WebhookTypes = Field(None, description="Types of event that are wanted; null for all.")
    description: webhooks.WebhookDescription = Field("", description="What it is for, at most 200 characters.")


class WebhookChangeBody(Incoming):
    """What shall be different about a webhook; what is not given stays."""

    webhook_id: ids.Identifier = Field(description="Webhook ID to change.")
    url: webhooks.MaybeUrl = Field(None, description="Where to send to.")
    types: webhooks.WebhookTypes = Field(None, description="Types of event that are wanted; null for all.")
    description: webhooks.WebhookDescription = Field("", description="What it is for.")
    enabled: switches.Wish = Field(None, description="Switch it on or off; switched on it goes on where it was.")


class WebhookIdBody(Incoming):
    """Names one webhook."""

    webhook_id: ids.Identifier = Field(description="Webhook ID that is meant.")


class ReplayBody(Incoming):
    """What to send again: one delivery, or all that failed."""

    webhook_id: ids.Identifier = Field(description="Webhook ID that is meant.")
    delivery_id: ids.MaybeIdentifier = Field(None, description="Delivery ID to send again, whatever became of it.")
    failed_since: times.SinceTime = Field(
        None, description="Send again what failed of all that was made since then, 1000 at most, the oldest first."
    )
