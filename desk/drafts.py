"""Opening a ticket by forms: what is filled in step by step is kept, and one intention becomes one ticket.

Every form that is shown has an id of its own, and with it at most one ticket is opened, however often it comes. Two
forms that say the same within a minute are one intention as well: a double press shows two.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from desk.actor import Actor
from desk.answers import KEPT
from desk.asking import look
from desk.clock import parse_rfc3339, rfc3339
from desk.entrance import entrance
from desk.errors import Fault, Invalid
from desk.exchange import Shows, StoredAnswer
from desk.forms import Answers, by_label, fields_of, page_of, pages_of
from desk.models import Category, Draft, Status, Ticket, Upload
from desk.store import Tx
from desk.tickets import TicketDraft, checked_words, open_ticket

ONE_INTENTION = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One form as it came back. `form_id` names the showing of it; `page` is the step, None for title and message.

    `answers` are by the keys of the questions.
    """

    category_id: int
    form_id: str
    page: int | None = None
    answers: Answers = field(default_factory=dict)
    uploads: tuple[Upload, ...] = ()
    title: str | None = None
    message: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """The ticket that the form became; `again`: it had become that before."""

    ticket: Ticket
    category: Category
    again: bool


@dataclass(frozen=True, slots=True)
class Unfinished:
    """What is filled in is kept in `draft`, and `page` is to be filled in next: for the first time, or for `faults`."""

    draft: Draft
    category: Category
    page: int
    faults: Mapping[str, Fault]


def hand_in(tx: Tx, actor: Actor, sheet: Sheet) -> Opened | Unfinished:
    """Take one filled-in form: keep it while there is more to ask or to correct, else open the ticket.

    Raises as `open_once` does, but for faulty answers: those are kept, to be corrected.
    """
    if (before := _opened_by(tx, actor, _form_key(sheet.form_id))) is not None:
        return before
    category = entrance(tx, actor, sheet.category_id)
    draft = _merged(tx, actor, sheet)
    asked = 0 if sheet.page is None else sheet.page + 1
    for page in range(asked):
        if faults := _faults(category, draft, page):
            return _keep(tx, Unfinished(draft, category, page, faults))
    if asked < pages_of(category.settings.form):
        return _keep(tx, Unfinished(draft, category, asked, {}))
    tx.drafts.drop(draft)
    return open_once(tx, actor, _said(category, draft), sheet.form_id)


def _keep(tx: Tx, unfinished: Unfinished) -> Unfinished:
    draft = unfinished.draft
    tx.drafts.put(draft)
    tx.drafts.forget(rfc3339(parse_rfc3339(draft.at) - KEPT))
    return unfinished


def resume(tx: Tx, actor: Actor, category_id: int, form_id: str) -> tuple[Category, Draft]:
    """What is kept of the form so far, to go on; empty when it is too old. Raises as `entrance` does."""
    category = entrance(tx, actor, category_id)
    return category, _kept(tx, actor, category_id, form_id)


def open_once(tx: Tx, actor: Actor, said: TicketDraft, form_id: str, owner: Actor | None = None) -> Opened:
    """Open the ticket, unless this form has opened it, or one that said the same a moment ago.

    Raises as `open_ticket` does; NotFound when the ticket is gone that the form opened before.
    """
    form_key, words_key = _form_key(form_id), _words_key(said, owner)
    before = _opened_by(tx, actor, form_key) or _just_said(tx, actor, words_key)
    if before is not None:
        return before
    ticket = open_ticket(tx, actor, said, owner)
    for key in (form_key, words_key):
        tx.answers.put(_caller(actor), key, actor.at, StoredAnswer(b"", b"", Shows(ticket_id=ticket.id)))
    return Opened(ticket, look(tx, actor, ticket.id).category, again=False)


def _opened_by(tx: Tx, actor: Actor, key: str) -> Opened | None:
    """What that form became, if it did. Raises NotFound when that is gone, or hidden from the actor by now."""
    stored = tx.answers.get(_caller(actor), key, _before(actor, KEPT))
    if stored is None:
        return None
    sight = look(tx, actor, stored.shows.ticket_id or 0)
    return Opened(sight.ticket, sight.category, again=True)


def _just_said(tx: Tx, actor: Actor, key: str) -> Opened | None:
    """The open ticket that another form with the same words became a moment ago."""
    stored = tx.answers.get(_caller(actor), key, _before(actor, ONE_INTENTION))
    ticket = tx.tickets.get(actor.guild_id, stored.shows.ticket_id or 0) if stored else None
    if ticket is None or ticket.status is Status.CLOSED:
        return None
    return Opened(ticket, look(tx, actor, ticket.id).category, again=True)


def _before(actor: Actor, span: timedelta) -> str:
    return rfc3339(parse_rfc3339(actor.at) - span)


def _caller(actor: Actor) -> str:
    return f"{actor.guild_id}:{actor.user_id}:forms"


def _form_key(form_id: str) -> str:
    return f"form:{form_id}"


def _words_key(said: TicketDraft, owner: Actor | None) -> str:
    names = [f"{each.question}:{each.name}:{each.size}" for each in said.uploads]
    words = [said.category_id, said.title, said.message, sorted(said.answers.items()), names, owner and owner.user_id]
    return f"words:{hashlib.sha256(json.dumps(words).encode()).hexdigest()}"


def _kept(tx: Tx, actor: Actor, category_id: int, form_id: str) -> Draft:
    kept = tx.drafts.get(actor.guild_id, actor.user_id, form_id, _before(actor, KEPT))
    return kept or Draft(actor.guild_id, actor.user_id, form_id, category_id, actor.at)


def _merged(tx: Tx, actor: Actor, sheet: Sheet) -> Draft:
    """What is kept so far and what has come now. Raises Invalid for a title or message that cannot be taken."""
    draft = _kept(tx, actor, sheet.category_id, sheet.form_id)
    if sheet.page is None:
        heading, message = checked_words(sheet.title or "", sheet.message or "")
        draft = replace(draft, title=heading, message=message)
    asked_again = {each.question for each in sheet.uploads}
    stay = tuple(each for each in draft.uploads if each.question not in asked_again)
    return replace(draft, at=actor.at, answers={**draft.answers, **sheet.answers}, uploads=(*stay, *sheet.uploads))


def _faults(category: Category, draft: Draft, page: int) -> Mapping[str, Fault]:
    questions = page_of(category.settings.form, page)
    try:
        fields_of(questions, by_label(questions, draft.answers), draft.uploads, whole=True)
    except Invalid as invalid:
        return invalid.fields
    return {}


def _said(category: Category, draft: Draft) -> TicketDraft:
    answers = by_label(category.settings.form, draft.answers)
    return TicketDraft(category.id, draft.title, draft.message, answers, draft.uploads, whole=True)
