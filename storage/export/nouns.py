"""What an export consists of: one file a noun, one line a row, and under which name and kind each column stands in it.

The order is that in which they are read again: whatever a line refers to stands in a file before its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from desk.attachments import MEDIA_TYPES
from desk.events import EventType
from desk.models import QuestionKind
from storage.export import kinds
from storage.export.kinds import Kind


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table, and what it is called in the export."""

    column: str
    kind: Kind
    name: str


@dataclass(frozen=True, slots=True)
class Noun:
    """The rows of one table. `about` says what a line is; `order` are the columns of its primary key.

    `guild` is the column that says which server a row belongs to; None where `through` leads to it: by that column to
    the row of that table, and so on. What `within` names has to be of the same server. `only` narrows what is written.
    """

    name: str
    table: str
    about: str
    columns: tuple[Column, ...]
    order: tuple[str, ...] = ("id",)
    guild: str | None = "guild_id"
    through: tuple[tuple[str, str], ...] = ()
    within: tuple[tuple[str, str], ...] = ()
    only: str = "1"

    @property
    def file(self) -> str:
        """Its name in the archive."""
        return f"{self.name}.jsonl"

    @property
    def rows(self) -> str:
        """The SQL of its rows, as x, behind FROM, and with `server` for the id of the server of each."""
        sources, last = [f"{self.table} AS x"], "x"
        for place, (column, table) in enumerate(self.through):
            sources.append(f"JOIN {table} AS up{place} ON up{place}.rowid = {last}.{column}")
            last = f"up{place}"
        return f"{' '.join(sources)} WHERE {self.only}"

    @property
    def server(self) -> str:
        """The SQL of the server's id in `rows`."""
        return f"up{len(self.through) - 1}.guild_id" if self.guild is None else f"x.{self.guild}"


def _named(column: str) -> str:
    first, *others = column.split("_")
    return first + "".join(each.capitalize() for each in others)


_IN_MANY: Final = ("OWN_ID", "ID", "NUMBER", "PERIOD", "FLAG", "TEXT", "TIME", "LIST", "OBJECT")


def _columns(**of_kinds: str) -> tuple[Column, ...]:
    """Columns by their kind, `id="user_id guild_id"`; where the name is not the column's own, `column:name`."""
    known = {each.lower(): getattr(kinds, each) for each in _IN_MANY}
    made = []
    for kind, columns in of_kinds.items():
        for each in columns.split():
            column, _, name = each.partition(":")
            made.append(Column(column, known[kind], name or _named(column)))
    return tuple(made)


_CATEGORY = ("category_id", "category")
_TICKET = ("ticket_id", "ticket")
_MESSAGE = ("message_id", "message")

_QUESTION_KIND = kinds.one_of(QuestionKind)
_FORM = kinds.records(
    label=kinds.is_text,
    kind=_QUESTION_KIND,
    hint=kinds.or_null(kinds.is_text),
    required=kinds.is_flag,
    least=kinds.or_null(kinds.is_number),
    most=kinds.or_null(kinds.is_number),
    choices=kinds.is_list_of_texts,
)
_ANSWERS = kinds.records(label=kinds.is_text, kind=_QUESTION_KIND, values=kinds.is_list_of_texts)
_FILES = kinds.records(name=kinds.is_text, size=kinds.is_number)

NOUNS: Final = (
    Noun(
        "servers",
        "guild",
        "A server: the last number given to a ticket, its wishes, and how far its log is written.",
        _columns(id="id log_channel_id", number="last_number logged_seq logging_seq", text="language"),
        guild="id",
    ),
    Noun(
        "categories",
        "category",
        "A category with its settings; one that was deleted has `deletedAt`.",
        (
            *_columns(
                own_id="id",
                id="guild_id parent_channel_id under_channel_id log_channel_id archive_channel_id queue_channel_id"
                " queue_message_id queue_shown_in",
                text="name description color emoji style opening_message claim_mode",
                number="position ticket_limit",
                period="cooldown_minutes reopen_hours answer_minutes silence_minutes",
                flag="anonymous close_on_leave",
                time="deleted_at",
            ),
            Column("form", _FORM, "form"),
            Column("hours", kinds.HOURS, "hours"),
        ),
    ),
    Noun(
        "categoryRoles",
        "category_role",
        "A role that answers (`responder`) or sees (`viewer`) the tickets of a category.",
        _columns(id="category_id role_id", text="part"),
        ("category_id", "role_id"),
        None,
        (_CATEGORY,),
    ),
    Noun(
        "categoryOpeners",
        "category_opener",
        "A role that may open tickets in a category; without any everybody may.",
        _columns(id="category_id role_id"),
        ("category_id", "role_id"),
        None,
        (_CATEGORY,),
    ),
    Noun(
        "categoryCalled",
        "category_called",
        "A role that is pinged when a ticket is opened in a category.",
        _columns(id="category_id role_id"),
        ("category_id", "role_id"),
        None,
        (_CATEGORY,),
    ),
    Noun(
        "overflows",
        "overflow",
        "A channel category of Discord that took over when a category's own was full; `archive` for closed tickets.",
        _columns(id="channel_id category_id", flag="archive"),
        ("channel_id",),
        None,
        (_CATEGORY,),
    ),
    Noun(
        "tickets",
        "ticket",
        "A ticket with its states and its place in Discord.",
        (
            *_columns(
                own_id="id",
                id="guild_id category_id owner_id claimed_by channel_id card_id merged_into place_category_id heard_id",
                number="number version rating",
                text="title owner_name status priority opened_via close_reason place_state place_error place_style"
                " waiting rating_comment",
                list="tags",
                time="created_at updated_at closed_at waiting_since due_at first_reply_at snoozed_until rated_at"
                " first_closed_at owner_left_at",
            ),
            Column("fields", _ANSWERS, "fields"),
        ),
        within=(_CATEGORY,),
    ),
    Noun(
        "participants",
        "participant",
        "A member who was added to a ticket.",
        _columns(id="ticket_id guild_id user_id", time="at:addedAt"),
        ("ticket_id", "user_id"),
        within=(_TICKET,),
    ),
    Noun(
        "links",
        "ticket_link",
        "Two tickets that belong together.",
        _columns(id="one_id other_id"),
        ("one_id", "other_id"),
        None,
        (("one_id", "ticket"),),
        (("other_id", "ticket"),),
    ),
    Noun(
        "endings",
        "ending",
        "A ticket that is to close by itself, or since when its silence counts anew (`kept`).",
        _columns(id="ticket_id", text="kind reason", time="at due_at shown_at"),
        ("ticket_id",),
        None,
        (_TICKET,),
    ),
    Noun(
        "uploads",
        "upload",
        "A file that was handed in with a category's form, as Discord keeps it.",
        _columns(id="ticket_id", number="place size", text="question name url"),
        ("ticket_id", "place"),
        None,
        (_TICKET,),
    ),
    Noun(
        "messages",
        "message",
        "A reply, a note or a system message; `discordId` is the message in Discord that is it or shows it (`byBot`).",
        (
            *_columns(
                own_id="id",
                id="ticket_id author_id discord_id",
                text="author_name via kind content",
                flag="opening by_bot forwarded anonymous",
                time="created_at edited_at",
            ),
            Column("attachments", _FILES, "attachments"),
        ),
        guild=None,
        through=(_TICKET,),
    ),
    Noun(
        "edits",
        "message_edit",
        "What a message said before an edit, and `until` when.",
        _columns(own_id="id", id="message_id", text="content", time="at:until"),
        guild=None,
        through=(_MESSAGE, _TICKET),
    ),
    Noun(
        "attachments",
        "attachment",
        "A file of a message that the desk keeps: its bytes are `files/` and its id. `place` counts in `attachments`.",
        (
            *_columns(own_id="id", id="message_id user_id", number="place size", time="at:createdAt"),
            Column("media_type", kinds.choice("text", MEDIA_TYPES), "mediaType"),
        ),
        guild=None,
        through=(_MESSAGE, _TICKET),
    ),
    Noun(
        "attachmentsToFetch",
        "attachment_sought",
        "A file of a message in Discord that the desk is still to fetch from there.",
        _columns(id="message_id", number="place", text="url"),
        ("message_id", "place"),
        None,
        (_MESSAGE, _TICKET),
    ),
    Noun(
        "notices",
        "ticket_notice",
        "Of which message a ticket's owner was told last by direct message.",
        _columns(id="ticket_id message_id", time="at:toldAt"),
        ("ticket_id",),
        None,
        (_TICKET,),
    ),
    Noun(
        "events",
        "event",
        "What happened, in the order of `seq`.",
        (
            *_columns(
                number="seq",
                id="guild_id ticket_id category_id actor_id",
                text="via request_id",
                time="at",
                object="data",
            ),
            Column("type", kinds.choice("type of event", EventType), "type"),
        ),
        ("seq",),
    ),
    Noun(
        "eventsToShow",
        "outbox",
        "An event that Discord does not show yet (`pending`, due at a time) or refused for good (`parked`).",
        _columns(number="seq attempts", text="lane state error", time="due_at"),
        ("seq",),
        None,
        (("seq", "event"),),
        only="x.state <> 'delivered'",
    ),
    Noun("panels", "panel", "A panel in a channel.", _columns(own_id="id", id="guild_id channel_id message_id")),
    Noun(
        "grants",
        "role_grant",
        "A grant that a role holds.",
        _columns(id="guild_id role_id", text="grant_name:grant"),
        ("guild_id", "role_id", "grant_name"),
    ),
    Noun(
        "blocks",
        "block",
        "A member who is blocked.",
        _columns(id="guild_id user_id", time="until", text="reason"),
        ("guild_id", "user_id"),
    ),
    Noun(
        "roleBlocks",
        "role_block",
        "A role whose members are blocked.",
        _columns(id="guild_id role_id", time="until", text="reason"),
        ("guild_id", "role_id"),
    ),
    Noun(
        "memberNotes",
        "member_note",
        "What staff noted about a member.",
        _columns(own_id="id", id="guild_id user_id author_id", text="content", time="at:createdAt"),
    ),
    Noun(
        "memberChoices",
        "member_choice",
        "Whether a member wants direct messages, and whether Discord refused the last one (`closed`).",
        _columns(id="guild_id user_id", flag="notify closed"),
        ("guild_id", "user_id"),
    ),
    Noun(
        "cannedReplies",
        "canned_reply",
        "A reply that staff has ready, in one category or in all.",
        _columns(own_id="id", id="guild_id category_id", text="name content"),
        within=(_CATEGORY,),
    ),
    Noun(
        "seenRoles",
        "seen_role",
        "Who held a role that matters when Discord told of it last.",
        (
            *_columns(id="guild_id role_id", flag="administrator"),
            Column("holders", kinds.IDS, "holderIds"),
        ),
        ("guild_id", "role_id"),
    ),
    Noun(
        "seenMembers",
        "seen_member",
        "When a member with a part in tickets joined the server.",
        _columns(id="guild_id user_id", time="joined_at"),
        ("guild_id", "user_id"),
    ),
)

LEFT_OUT: Final[Mapping[str, str]] = MappingProxyType(
    {
        "meta": "the store's own secret",
        "api_key": "secrets, even as hashes: keys are made anew",
        "session": "secrets, even as hashes: people sign in anew",
        "webhook": "secrets, and addresses that act in a member's name: webhooks are made anew",
        "delivery": "goes with its webhook",
        "answer": "answers to requests with an Idempotency-Key, good for one day and one store",
        "draft": "forms that are being filled in, for one day",
        "setup_draft": "a set-up that is under way",
        "attachment_part": "the bytes are files of their own",
        "buried_message": "late reports of deleted messages, which a desk begun anew never gets",
        "ticket_tag": "made of the tickets' tags",
        "category_count": "counted anew",
        "owner_count": "counted anew",
    }
)
"""The tables that no export has, and why."""
