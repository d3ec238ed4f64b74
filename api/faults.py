"""What is wrong with one field, in words: each fault of the desk and of this door, by its code."""

from collections.abc import Callable
from typing import Final

from desk.errors import Fault

FAULTS_AT_MOST: Final = 20
"""How many faulty fields are named; a body of nothing but nonsense is not worth more."""

FAULTS: Final[dict[str, Callable[[int | None], str]]] = {
    "above": lambda most: f"must be at most {most}",
    "bad_color": lambda _: "must be a hex colour of three or six digits, such as #3366ff",
    "bad_cursor": lambda _: "is not a cursor of this list with these filters and this order; start again without one",
    "bad_before": lambda _: "is not a messagesCursor; start again without it",
    "bad_duration": lambda _: "must be a stretch of time such as 30m, 4h or 2d",
    "bad_emoji": lambda _: "must be an emoji, or one of this guild's",
    "bad_hours": lambda _: "must be lines such as Mon-Fri 09:00-17:00",
    "bad_position": lambda _: "is neither a syncToken nor the next of an answer; list the tickets for a new one",
    "bad_rest": lambda days: f"must be a stretch of time such as 1h30m, at most {days} days",
    "bad_until": lambda _: "must be a stretch of time such as 3d, a date, or a time as RFC 3339 has it",
    "bad_url": lambda _: "must be a URL without user name, fragment or blanks, such as https://example.com/hook",
    "blank": lambda least: f"must have at least {least} characters that are not blank",
    "blocked": lambda _: "is a member who is blocked here",
    "bot_lacks": lambda _: "is a place in which the bot lacks permissions; give it that, or name another",
    "both_claims": lambda _: "cannot come together: send either claimedByMe or claimedBy",
    "empty_file": lambda _: "is empty",
    "closed_port": lambda _: "must use port 443 or one from 1024 on",
    "everyone": lambda _: "must not be everyone",
    "files_elsewhere": lambda _: "must be the field in which files come",
    "label_taken": lambda _: "is the label of another question",
    "manages_tickets": lambda _: "is a member who manages tickets",
    "missing": lambda _: "is required",
    "missing_parameter": lambda _: "is required, as a parameter in the query",
    "near_zone": lambda _: "must be a time zone such as Europe/Berlin",
    "no_file_here": lambda _: "is a file, which can only be handed in through Discord",
    "no_such_channel": lambda _: "must be a channel of this guild",
    "no_types": lambda _: "must name at least one type, or be null for all",
    "no_words": lambda _: "must hold a letter or a digit",
    "not_a_choice": lambda _: "must be of the choices that the question has",
    "not_a_number": lambda _: "must be a whole number",
    "not_a_responder": lambda _: (
        "must be the id of a member who answers in the ticket's category; to claim it yourself send claimedByMe: true"
    ),
    "not_an_id": lambda _: "must be an id of Discord, as a text",
    "not_answering": lambda _: "must be a role that answers in the category",
    "not_your_guild": lambda _: "must be the id of a server of this desk in which you are a member",
    "not_boolean": lambda _: "must be true or false",
    "not_delivery_state": lambda _: "must be pending, delivered, failed or withheld",
    "not_list": lambda _: 'must be a list, such as ["one", "two"]',
    "nothing_in_it": lambda _: "must hold at least one",
    "not_number": lambda _: "must be a whole number",
    "not_pingable": lambda _: "must be a role that the bot may mention",
    "not_priority": lambda _: "must be low, normal, high or urgent",
    "not_file": lambda _: "must be a file, with a file name",
    "not_public": lambda _: "must lead to the open internet; who runs the desk can allow more (DESK_WEBHOOK_ALLOW)",
    "not_format": lambda _: "must be json, html or txt",
    "not_https": lambda _: (
        "must begin with https://; who runs the desk can allow http to some hosts (DESK_WEBHOOK_ALLOW)"
    ),
    "not_holder": lambda _: "must be the id of a member, me, or none for what nobody has",
    "not_kind": lambda _: "must be reply or note",
    "not_scope": lambda _: "must be tickets:read or tickets:write",
    "not_sort": lambda _: "must be updatedAt or createdAt, with a - before it for the newest first",
    "not_status": lambda _: "must be open or closed",
    "not_status_claimed": lambda _: "must be open or closed; to claim the ticket send claimedByMe: true",
    "not_status_filter": lambda _: "must be open, closed, claimed or all",
    "not_objects": lambda _: "must be a list of objects",
    "not_object": lambda _: "must be an object",
    "not_written": lambda _: "must be an object, written as JSON",
    "not_time": lambda _: "must be a time as RFC 3339 has it, such as 2026-01-31T12:00:00Z",
    "one_or_since": lambda _: "must name one delivery, or failedSince must say from when on; not both",
    "not_text": lambda _: "must be a text, in quotation marks",
    "only_when_closing": lambda _: "can be given when the ticket is closed, or with status: closed",
    "open_to_all": lambda _: "cannot be kept private where everyone is an Administrator",
    "out_of_stars": lambda most: f"must be from 1 to {most}",
    "out_of_range": lambda most: f"must be within its range, at most {most}",
    "page_and_cursor": lambda _: "cannot come together with cursor",
    "page_number": lambda most: f"must be a whole number from 1 to {most}",
    "past": lambda _: "must lie in the future",
    "same_ticket": lambda _: "must not be the ticket itself",
    "switched_off": lambda _: "is a webhook that is off; switch it on first, with enabled: true",
    "taken": lambda _: "is in use already",
    "too_deep": lambda most: f"reaches beyond the first {most} tickets; go on with cursor",
    "too_deep_to_find": lambda most: f"reaches beyond the first {most} tickets; say more of what you look for",
    "too_far": lambda days: f"must be at most {days} days off",
    "too_few": lambda least: f"must have at least {least} choices",
    "too_long": lambda most: f"must have at most {most} characters",
    "too_long_a_time": lambda _: "must be a shorter stretch of time",
    "too_large": lambda most: f"must have at most {most} bytes",
    "too_many_attached": lambda most: f"must be at most {most} files",
    "too_many_choices": lambda most: f"must have at most {most} choices",
    "too_many_chosen": lambda most: f"must have at most {most} of them",
    "too_many_files": lambda most: f"must ask for at most {most} files together",
    "too_many_notes": lambda most: f"must be at most {most} notes",
    "too_many_questions": lambda most: f"must have at most {most} questions",
    "too_many": lambda most: f"must hold at most {most}",
    "too_many_keys": lambda most: f"would be one key too many; you have {most}, so end one first",
    "too_many_links": lambda most: f"must be at most {most} tickets",
    "too_many_people": lambda most: f"must be at most {most} members",
    "too_many_replies": lambda most: f"must be at most {most} ready replies",
    "too_many_tags": lambda most: f"must be at most {most} tags",
    "too_many_webhooks": lambda most: f"would be one webhook too many; a server has at most {most}",
    "too_short": lambda least: f"must have at least {least} characters",
    "twice": lambda _: "was given twice",
    "two_stretches": lambda _: "must have one stretch of time a day",
    "unknown": lambda _: "is not known here",
    "unknown_event": lambda _: "must be names of events with commas between",
    "unknown_label": lambda _: "has an answer to a question that the category does not ask",
    "unknown_member": lambda _: "must be the id of a member of this guild",
    "unknown_role": lambda _: "must be the id of a role of this guild that members can be given, and not of everyone",
    "unknown_type": lambda _: "must be the name of an event, in quotation marks",
    "unknown_zone": lambda _: "must be a time zone such as Europe/Berlin",
    "unstorable": lambda _: "holds a character that cannot be stored",
    "yourself": lambda _: "must be another member",
}
"""Words that follow the field's name; they are given the limit that the fault carries."""

NAMED: Final = {
    "bot_lacks": "it lacks",
    "near_zone": "near to yours are",
    "unknown": "known are",
    "unknown_event": "there are",
    "unknown_type": "there are",
}
"""What leads to the names that some faults carry."""


def words_of(fault: Fault) -> str:
    """What is wrong, to be read after the field's name; with the names that help to mend it."""
    words = FAULTS[fault.code](fault.limit)
    if fault.names and fault.code in NAMED:
        return f"{words}; {NAMED[fault.code]} {', '.join(fault.names)}"
    return words
