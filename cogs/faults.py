"""The table of words for what is wrong with a field: how the field is called, and what to do about it."""

from collections.abc import Mapping

from cogs.language import mark, say
from cogs.typed import flat, line
from cogs.words.permissions import named
from desk.errors import Fault

FIELDS: Mapping[str, str] = {
    "title": mark("Title"),
    "category": mark("Category"),
    "label": mark("What do you ask?"),
    "hint": mark("Help text"),
    "choices": mark("Choices"),
    "least": mark("Fewest characters"),
    "most": mark("Maximum"),
    "questions": mark("The form"),
    "message": mark("Message"),
    "content": mark("Message"),
    "name": mark("Name"),
    "description": mark("Description"),
    "color": mark("Colour"),
    "responderRoleIds": mark("Responders"),
    "viewerRoleIds": mark("Viewers"),
    "ticketLimit": mark("Limit"),
    "claimedBy": mark("Member"),
    "member": mark("Member"),
    "role": mark("Role"),
    "channel": mark("Channel"),
    "closeReason": mark("Reason"),
    "scopes": mark("Scopes"),
    "expiresAt": mark("Expiry"),
    "page": mark("Page"),
    "emoji": mark("Emoji"),
    "openerRoleIds": mark("Who may open"),
    "underChannelId": mark("Channel category"),
    "openingMessage": mark("Greeting"),
    "cooldown": mark("Time between two tickets"),
    "reopen": mark("Members may reopen within"),
    "answerWithin": mark("Answer within"),
    "zone": mark("Time zone"),
    "hours": mark("Working hours"),
    "until": mark("Until when"),
    "after": mark("After"),
    "silence": mark("Close after silence of"),
    "calledRoleIds": mark("Roles to ping at opening"),
    "logChannelId": mark("Log"),
    "archiveChannelId": mark("Archive"),
    "queueChannelId": mark("Live queue"),
    "query": mark("Words"),
    "tags": mark("Tags"),
    "participants": mark("People"),
    "links": mark("Links"),
    "into": mark("Ticket"),
    "snoozedUntil": mark("Snooze until"),
    "rating": mark("Stars"),
    "ratingComment": mark("Comment"),
    "note": mark("Note"),
}

FAULTS: Mapping[str, str] = {
    "unstorable": mark("**{field}** holds characters that cannot be kept; type it anew."),
    "blank": mark("**{field}** is empty; write something."),
    "too_short": mark("**{field}** is too short; write at least {limit} characters."),
    "too_long": mark("**{field}** is too long; write at most {limit} characters."),
    "too_long_by": mark("**{field}** has {actual} characters; write at most {limit}."),
    "unknown": mark("**{field}** is asked no more; leave it out."),
    "not_a_choice": mark("**{field}** has a choice that is no longer offered; choose again."),
    "not_an_id": mark("**{field}** names nobody that Discord knows; choose again."),
    "too_few": mark("**{field}** needs at least {limit} choices, and has {actual}."),
    "too_many_chosen": mark("**{field}** takes at most {limit}; choose fewer."),
    "file_too_big": mark("**{field}** is too big; a file may have {limit} MB. Choose a smaller one."),
    "no_file_here": mark("**{field}** is a file, which can only be handed in by the form."),
    "blocked": mark("**{field}** is blocked and opens nothing. Lift the block first: `/desk unblock`."),
    "label_taken": mark("**{field}** says what another question of this form says; ask something else."),
    "too_many_choices": mark("**{field}** has {actual} lines; Discord shows at most {limit}."),
    "too_many_files": mark("**{field}**: this form would ask for {actual} files; at most {limit} go with a ticket."),
    "too_many_questions": mark("**{field}** would have {actual} questions; at most {limit} fit."),
    "above": mark("**{field}** is {actual}; it must be at most {limit}."),
    "not_a_number": mark("**{field}** is no number; write digits only."),
    "bad_color": mark("**{field}** is no colour; write it like `#3b82f6`, or leave it empty."),
    "out_of_range": mark("**{field}** is out of range; at most {limit}, or 0 for none."),
    "unknown_role": mark(
        "**{field}** has a role that cannot be used; choose roles of this server that no bot or service keeps."
    ),
    "not_answering": mark("**{field}** has a role that does not answer in this category; choose among its responders."),
    "not_pingable": mark(
        "**{field}** has a role that the bot may not ping. Let anyone mention that role, or give the bot "
        "**Mention @everyone, @here and All Roles**."
    ),
    "everyone": mark("**{field}** cannot be @everyone; choose another role."),
    "not_a_responder": mark(
        "**{field}** cannot claim this ticket; choose a responder of its category who is not blocked."
    ),
    "manages_tickets": mark("**{field}** manages tickets and cannot be blocked; take that from their roles first."),
    "yourself": mark("**{field}** is yourself: notes about you are for others."),
    "too_many_notes": mark("**{field}**: {limit} are kept about one member. Delete one first."),
    "one_alone": mark("Choose a member or a role, not both."),
    "only_when_closing": mark("**{field}** is for a closed ticket; close it first."),
    "too_deep": mark("That page is too far on; narrow the list."),
    "no_place_for_it": mark(
        "**{field}** is no place for a panel; choose a text channel in which the bot may see and write."
    ),
    "bad_emoji": mark("**{field}** is no emoji; write one like 🛠️, or the name of one of this server's."),
    "bad_duration": mark("**{field}** is no time; write it like `30m`, `4h` or `2d`."),
    "too_long_a_time": mark("**{field}** is too long; at most `{names}`."),
    "bad_until": mark(
        "**{field}** is no time; write how long, like `12h` or `3d`, or a moment like `2027-01-31 18:00` (UTC)."
    ),
    "too_far": mark("**{field}** is too far off; at most {limit} days."),
    "bad_hours": mark("**{field}** cannot be read at `{names}`; write a line like `Mon-Fri 09:00-17:00`."),
    "two_stretches": mark("**{field}**: a day has one stretch of time, and `{names}` is another. Leave breaks out."),
    "unknown_zone": mark("**{field}** is not known; write one like `Europe/Berlin`."),
    "near_zone": mark("**{field}** is not known. Do you mean `{names}`?"),
    "no_such_channel": mark("**{field}** is gone; choose another channel."),
    "bot_lacks": mark("**{field}**: the bot lacks {permissions} there. Give it that, or choose another channel."),
    "open_to_all": mark(
        "**{field}**: nothing can be private here, as @everyone is an Administrator. Take that away first."
    ),
    "no_words": mark("**{field}** holds no letter or digit; write a word."),
    "missing": mark("**{field}** is missing; choose one."),
    "past": mark("**{field}** is over already; choose a later time."),
    "too_many_tags": mark("A ticket has at most {limit} tags. Take some off."),
    "too_many_people": mark("A ticket has at most {limit} people beside its owner and staff. Take some out."),
    "too_many_links": mark("A ticket is linked to at most {limit} others. Take one link away first."),
    "same_ticket": mark("**{field}** is the same ticket; pick another."),
    "bad_rest": mark("**{field}** is no stretch of time; write it like `1h30m`, `3d` or `tomorrow`."),
    "out_of_stars": mark("**{field}** are from 1 to {limit}."),
    "no_person": mark("**{field}** is a bot, or not in this server; choose somebody else."),
    "too_many_replies": mark("There are {limit} ready replies already. Delete one first: `/desk replies`."),
    "taken": mark("**{field}** is in use there; choose another."),
    "too_many_keys": mark("**{field}** is one too many: you have {limit} keys. Revoke one first: `/desk key revoke`."),
}


def _fault(name: str, fault: Fault) -> str:
    kind, _, inner = name.partition("[")
    # An answer to a form is called as its question is.
    field = line(inner.removesuffix("]"), 45) if kind == "fields" else say(FIELDS.get(kind, "")) or name
    code = "too_long_by" if fault.code == "too_long" and fault.actual is not None else fault.code
    text = FAULTS.get(code, mark("**{field}** cannot be taken; change it."))
    return say(
        text,
        field=field,
        limit=fault.limit,
        actual=fault.actual,
        names=flat("`, `".join(each.replace("`", "'") for each in fault.names)),
        permissions=named(fault.names),
    )


def fault_lines(faults: Mapping[str, Fault]) -> str:
    """What is wrong with each field, in a list."""
    return "\n".join(f"- {each}" for each in dict.fromkeys(_fault(name, fault) for name, fault in faults.items()))
