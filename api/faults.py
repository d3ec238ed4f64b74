"""What is wrong with one field, in words: each fault of the desk and of this door, by its code."""

from collections.abc import Callable
from typing import Final

from desk.errors import Fault

FAULTS_AT_MOST: Final = 20
"""How many faulty fields are named; a body of nothing but nonsense is not worth more."""

FAULTS: Final[dict[str, Callable[[int | None], str]]] = {
    "above": lambda most: f"must be at most {most}",
    "bad_color": lambda _: "must be a hex colour of three or six digits, such as #3366ff",
    "bad_cursor": lambda _: "is not a cursor of this list; start again without one",
    "bad_duration": lambda _: "must be a stretch of time such as 30m, 4h or 2d",
    "bad_emoji": lambda _: "must be an emoji, or one of this guild's",
    "bad_hours": lambda _: "must be lines such as Mon-Fri 09:00-17:00",
    "bad_position": lambda _: "is neither a syncToken nor the next of an answer; list the tickets for a new one",
    "bad_rest": lambda days: f"must be a stretch of time such as 1h30m, at most {days} days",
    "blank": lambda least: f"must have at least {least} characters that are not blank",
    "blocked": lambda _: "is a member who is blocked here",
    "bot_lacks": lambda _: "is a place in which the bot lacks permissions",
    "both_claims": lambda _: "cannot come together: send either claimedByMe or claimedBy",
    "everyone": lambda _: "must not be everyone",
    "label_taken": lambda _: "is the label of another question",
    "manages_tickets": lambda _: "is a member who manages tickets",
    "missing": lambda _: "is required",
    "near_zone": lambda _: "must be a time zone such as Europe/Berlin",
    "no_file_here": lambda _: "is a file, which can only be handed in through Discord",
    "no_such_channel": lambda _: "must be a channel of this guild",
    "no_words": lambda _: "must hold a letter or a digit",
    "not_a_choice": lambda _: "must be of the choices that the question has",
    "not_a_number": lambda _: "must be a whole number",
    "not_a_responder": lambda _: "must be a member who answers in the ticket's category",
    "not_an_id": lambda _: "must be an id of Discord, as a text",
    "not_answering": lambda _: "must be a role that answers in the category",
    "not_your_guild": lambda _: "must be the id of a server of this desk in which you are a member",
    "not_boolean": lambda _: "must be true or false",
    "not_list": lambda _: "must be a list",
    "not_number": lambda _: "must be a whole number",
    "not_pingable": lambda _: "must be a role that the bot may mention",
    "not_priority": lambda _: "must be low, normal, high or urgent",
    "not_format": lambda _: "must be json, html or txt",
    "not_kind": lambda _: "must be reply or note",
    "not_scope": lambda _: "must be tickets:read or tickets:write",
    "not_sort": lambda _: "must be updatedAt or createdAt, with a - before it for the newest first",
    "not_status": lambda _: "must be open or closed",
    "not_status_claimed": lambda _: "must be open or closed; to claim the ticket send claimedByMe: true",
    "not_status_filter": lambda _: "must be open, closed, claimed or all",
    "not_objects": lambda _: "must be a list of objects",
    "not_object": lambda _: "must be an object",
    "not_time": lambda _: "must be a time as RFC 3339 has it, such as 2026-01-31T12:00:00Z",
    "not_text": lambda _: "must be a text",
    "only_when_closing": lambda _: "can be given when the ticket is closed, or with status: closed",
    "open_to_all": lambda _: "cannot be kept private where everyone is an Administrator",
    "out_of_stars": lambda most: f"must be from 1 to {most}",
    "out_of_range": lambda most: f"must be within its range, at most {most}",
    "page_and_cursor": lambda _: "cannot come together with cursor",
    "page_number": lambda most: f"must be a whole number from 1 to {most}",
    "past": lambda _: "must lie in the future",
    "same_ticket": lambda _: "must not be the ticket itself",
    "taken": lambda _: "is in use already",
    "too_deep": lambda most: f"reaches beyond the first {most} tickets; go on with cursor",
    "too_deep_to_find": lambda most: f"reaches beyond the first {most} tickets; say more of what you look for",
    "too_few": lambda least: f"must have at least {least} choices",
    "too_long": lambda most: f"must have at most {most} characters",
    "too_long_a_time": lambda _: "must be a shorter stretch of time",
    "too_many_choices": lambda most: f"must have at most {most} choices",
    "too_many_chosen": lambda most: f"must have at most {most} of them",
    "too_many_files": lambda most: f"must ask for at most {most} files together",
    "too_many_notes": lambda most: f"must be at most {most} notes",
    "too_many_questions": lambda most: f"must have at most {most} questions",
    "too_many": lambda most: f"must be at most {most}",
    "too_many_links": lambda most: f"must be at most {most} tickets",
    "too_many_people": lambda most: f"must be at most {most} members",
    "too_many_replies": lambda most: f"must be at most {most} ready replies",
    "too_many_tags": lambda most: f"must be at most {most} tags",
    "too_short": lambda least: f"must have at least {least} characters",
    "twice": lambda _: "was given twice",
    "unknown": lambda _: "is not known here",
    "unknown_event": lambda _: "must be names of events with commas between, such as ticket.opened,message.created",
    "unknown_label": lambda _: "has an answer to a question that the category does not ask",
    "unknown_member": lambda _: "must be the id of a member of this guild",
    "unknown_role": lambda _: "must be the id of a role of this guild that members can be given, and not of everyone",
    "unknown_zone": lambda _: "must be a time zone such as Europe/Berlin",
    "unstorable": lambda _: "holds a character that cannot be stored",
    "yourself": lambda _: "must be another member",
}
"""Words that follow the field's name; they are given the limit that the fault carries."""


def words_of(fault: Fault) -> str:
    """What is wrong, to be read after the field's name."""
    return FAULTS[fault.code](fault.limit)
