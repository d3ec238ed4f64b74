"""The operations on the messages of a ticket: read on, reply or note, delete."""

from api import representations
from api.call import Answer, Call, answer
from api.identifiers import NOTHING, to_id
from api.incoming import Nothing
from api.requests import MessageBody, MessageIdQuery, MessagesQuery
from desk import messages
from desk.attachments import attached
from desk.errors import Fault, Invalid
from desk.exchange import Shows
from desk.models import MessageKind
from desk.text import REPLY


async def read_messages(call: Call[MessagesQuery, None]) -> Answer:
    """The newest messages, or those before a cursor."""
    query = call.query
    before = None if query.before is None else to_id(query.before)
    if before == NOTHING:
        raise Invalid({"before": Fault("bad_before")})
    found = await call.store.read(messages.older_messages, call.actor, to_id(query.ticket_id), before, query.page_size)
    return answer(representations.messages(found.messages, older=found.older))


async def write_message(call: Call[Nothing, MessageBody]) -> Answer:
    """Reply in a ticket, or write a note; with files, and then perhaps without words."""
    write = messages.note if call.body.kind is MessageKind.NOTE else messages.reply
    if not call.body.content and not call.files:
        raise Invalid({"content": Fault("too_short", REPLY[0])})
    return await call.once_only(
        lambda made: {"message": representations.message(made)},
        lambda made: Shows(ticket_id=made.ticket_id, message_id=made.id),
        write,
        to_id(call.body.ticket_id),
        call.body.content,
        attached(call.files),
    )


async def delete_message(call: Call[MessageIdQuery, None]) -> Answer:
    """Delete one message, in Discord too."""
    last = await call.store.write(messages.delete_by_id, call.actor, to_id(call.query.message_id))
    return answer({"message": representations.deleted_message(last, call.actor.at)})
