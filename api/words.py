"""The one table of words of the HTTP door: for each error its status, its code and what to tell the caller."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from api import errors as door
from api.faults import FAULTS_AT_MOST, words_of
from desk import errors as desk


@dataclass(frozen=True, slots=True)
class Told:
    """How one class of error is answered; the functions are given the error itself.

    `policies` are the names of the quotas that it says are used up.
    """

    status: int
    code: str
    words: Callable[[Any], str]
    headers: Callable[[Any], Mapping[str, str]] = lambda _error: {}
    fields: Callable[[Any], Mapping[str, str]] = lambda _error: {}
    policies: Callable[[Any], tuple[str, ...]] = lambda _error: ()


BEARER = 'Bearer realm="tickets"'
BAD_KEY = BEARER + ', error="invalid_token"'

TOO_MANY: Final = {
    "key": "Too many requests with this API key",
    "session": "Too many requests in this session",
    "opening": "Too many tickets opened by you, by whatever key or session",
    "long": "Too many transcripts and searches by you, by whatever key or session",
    "failures": "Too many requests from your address had no good key or session; good ones are still taken",
}
"""Whose quota is used up, by its name."""

MALFORMED: Final = {
    "http": "The request, or the framing of its body, is not well-formed HTTP.",
    "query": "The query is not well-formed: percent-encoded UTF-8, at most 50 parameters.",
    "empty": "The body is empty; it must be a JSON object.",
    "utf8": "The body is not UTF-8 without a byte order mark.",
    "json": "The body is not valid JSON.",
    "constant": "The body holds a number that JSON does not know, or one too great.",
    "multipart": "The body is not a well-formed form: whole parts with names, as they are, up to its last boundary.",
    "doubled": "The body gives one name twice in the same object.",
    "deep": "The body is nested too deeply.",
    "characters": "The body holds U+0000 or half of a surrogate pair.",
    "object": "The body must be a JSON object.",
    "dry_run": "X-Dry-Run must come once and be 0 or 1.",
    "if_match": "Only PUT and DELETE of /api/tickets heed If-Match; send this without it. Nothing was done.",
    "idempotency_key": "Idempotency-Key must come once and be 1 to 255 visible ASCII characters.",
}
"""What cannot be read, by reason."""

TABLE: Final[dict[type[Exception], Told]] = {
    desk.Forbidden: Told(
        403, "forbidden", lambda it: f"You may see this, and may not do that to it{_whose(it.whose)}."
    ),
    desk.Blocked: Told(403, "blocked", lambda it: f"You are blocked from tickets here{_until(it.until)}."),
    desk.MissingGrant: Told(403, "missing_grant", lambda it: f"This needs {it.grant}, {_giver(it.grant)}."),
    desk.NotFound: Told(404, "not_found", lambda it: f"There is no such {it.kind}, or you may not see it."),
    desk.Invalid: Told(400, "invalid", lambda it: _sentence(it.fields), fields=lambda it: _by_field(it.fields)),
    desk.Conflict: Told(409, "conflict", lambda _: "The ticket's present state does not allow this."),
    desk.AlreadyClaimed: Told(
        409, "already_claimed", lambda it: f"Member {it.holder_id} holds the claim of this ticket."
    ),
    desk.ClaimerAnswers: Told(
        409, "claimer_answers", lambda it: f"Here only member {it.holder_id} answers, who holds the claim."
    ),
    desk.TicketOpen: Told(409, "ticket_open", lambda _: "The ticket is open; close it first."),
    desk.ReopenOver: Told(
        409,
        "reopen_over",
        lambda it: f"Its owner could reopen the ticket for {it.hours} hours after it was closed; open a new one.",
    ),
    desk.RatingFinal: Told(
        409, "rating_final", lambda it: f"A rating can be changed for {it.days} days after it was given."
    ),
    desk.TicketClosed: Told(409, "ticket_closed", lambda _: "The ticket is closed; reopen it first."),
    desk.TicketLimit: Told(
        409,
        "ticket_limit",
        lambda it: (
            f"You have as many open tickets here as allowed ({it.limit}); ticket {it.ticket_id}, number {it.number},"
            " is open."
        ),
    ),
    desk.StaleVersion: Told(
        409,
        "stale_version",
        lambda it: f"The ticket has changed since: its version is {it.current} now. Read it again.",
    ),
    desk.TooSoon: Told(
        429,
        "too_soon",
        lambda it: f"You opened a ticket in this category a short while ago; you may open the next one at {it.at}.",
        lambda it: _after(it.seconds),
    ),
    desk.FormChanged: Told(409, "form_changed", lambda _: "Somebody else has changed this form meanwhile."),
    desk.KeyReused: Told(
        422,
        "idempotency_key_reused",
        lambda _: "This Idempotency-Key came before with another request; give each request a key of its own.",
    ),
    desk.Unavailable: Told(
        503, "unavailable", lambda _: "The desk cannot do this now; try again.", lambda _: _after(5)
    ),
    desk.RolesUnknown: Told(
        503, "roles_unknown", lambda _: "Discord cannot be asked for your roles now; try again.", lambda _: _after(30)
    ),
    desk.StoreBusy: Told(503, "store_busy", lambda _: "The store is busy; try again.", lambda _: _after(1)),
    desk.StoreFull: Told(
        503, "store_full", lambda _: "The store has no room left, so nothing was kept.", lambda _: _after(5)
    ),
    desk.FilesFull: Told(
        507,
        "files_full",
        lambda _: "The desk keeps no more files, so nothing was kept. Send it without files, or tell whoever runs it.",
    ),
    desk.ShareFull: Told(
        507,
        "share_full",
        lambda it: (
            f"The desk keeps {it.limit} bytes of your files and no more, so nothing was kept. Delete messages of yours"
            " that have files, or send it without any; more room gives who runs the desk."
        ),
    ),
    desk.StoreFailed: Told(
        503, "store_failed", lambda _: "The disk failed, and nothing was kept; try again.", lambda _: _after(5)
    ),
    desk.OutcomeUnknown: Told(
        503,
        "outcome_unknown",
        lambda _: (
            "The disk failed: whether this took effect is not known. Send it again with the same Idempotency-Key."
        ),
        lambda _: _after(10),
    ),
    desk.StoreClosed: Told(503, "stopping", lambda _: "The desk is stopping; try again.", lambda _: _after(5)),
    door.KeyInUrl: Told(
        400, "key_in_url", lambda _: "Never send an API key in a URL: send it in a header, and revoke the one you sent."
    ),
    door.UnknownHost: Told(
        400,
        "unknown_host",
        lambda _: "The desk is not reached under this host's name; use the one in DESK_PUBLIC_URL.",
    ),
    door.SessionsConflict: Told(400, "invalid_request", lambda _: "Send one cookie named session, in one header."),
    door.SessionNeeded: Told(
        403, "session_needed", lambda _: "An API key cannot do this; sign in at /sign-in and use the session."
    ),
    door.GuildLeft: Told(
        403, "guild_left", lambda _: "You have left the server of this session; choose another by PUT /api/session."
    ),
    door.CsrfNeeded: Told(
        403, "csrf", lambda _: "Send x-csrf-token with the csrfToken that GET /api/session gives to this session."
    ),
    door.ForeignOrigin: Told(
        403, "foreign_origin", lambda _: "Only the desk's own pages may ask with a session; elsewhere use an API key."
    ),
    door.SignInOff: Told(
        404,
        "sign_in_off",
        lambda _: "Nobody can sign in here yet. Whoever runs the desk finds in its settings what is missing.",
    ),
    door.SignInStale: Told(
        400, "sign_in_stale", lambda _: "This sign-in is over, or another browser began it. Begin anew."
    ),
    door.SignInRefused: Told(
        400, "sign_in_refused", lambda _: "You were not signed in. Begin anew, and say yes there."
    ),
    door.SignInUnavailable: Told(
        503,
        "sign_in_unavailable",
        lambda _: "Discord does not answer now; try again in a minute.",
        lambda _: _after(60),
    ),
    door.InNoGuild: Told(
        403, "in_no_guild", lambda _: "You are in no server that this desk serves. Join one first, then sign in again."
    ),
    door.NoSuchPath: Told(
        404, "not_found", lambda _: "There is nothing at this path; /docs and /api/openapi.json tell what there is."
    ),
    door.WrongMethod: Told(
        405,
        "method_not_allowed",
        lambda it: f"This path has {', '.join(it.allowed)}.",
        lambda it: {"Allow": ", ".join(it.allowed)},
    ),
    door.Unauthenticated: Told(
        401,
        "unauthenticated",
        lambda _: (
            "Send an API key that is good, as Authorization: Bearer or as x-api-key, or sign in at /sign-in."
            " /desk key create in Discord makes a key."
        ),
        lambda it: {"WWW-Authenticate": BAD_KEY if it.given else BEARER},
    ),
    door.TooMany: Told(
        429,
        "rate_limited",
        lambda it: (
            f"{TOO_MANY[it.policy]}: at most {it.calls} in {it.seconds} seconds. Come back in {it.wait} seconds."
        ),
        lambda it: {
            **_after(it.wait),
            "RateLimit-Policy": f'"{it.policy}";q={it.calls};w={it.seconds}',
            "RateLimit": f'"{it.policy}";r=0;t={it.wait}',
        },
        policies=lambda it: (it.policy,),
    ),
    door.KeysConflict: Told(
        400,
        "invalid_request",
        lambda _: "Send one API key in one way; beside a session only a key of the same member.",
        lambda _: {"WWW-Authenticate": BEARER + ', error="invalid_request"'},
    ),
    door.InsufficientScope: Told(
        403,
        "insufficient_scope",
        lambda it: f"The API key lacks the scope {it.scope}; make one that has it, with /desk key create in Discord.",
        lambda it: {"WWW-Authenticate": f'{BEARER}, error="insufficient_scope", scope="{it.scope}"'},
    ),
    door.BadExpectation: Told(417, "expectation_failed", lambda _: "Only Expect: 100-continue can be met."),
    door.WrongMediaType: Told(
        415,
        "unsupported_media_type",
        lambda it: (
            f"Send the body as Content-Type: application/json{', or multipart/form-data with files' * it.form},"
            " in UTF-8, not compressed."
        ),
    ),
    door.TooLarge: Told(413, "too_large", lambda it: f"The body must have at most {it.limit} bytes."),
    door.TooSlow: Told(408, "too_slow", lambda _: "The body did not come in time."),
    door.Malformed: Told(400, "malformed", lambda it: MALFORMED[it.reason] + f" Look at {it.place}." * bool(it.place)),
    door.NoRehearsal: Told(
        400, "no_dry_run", lambda _: "This operation cannot be rehearsed; send it without X-Dry-Run. Nothing was done."
    ),
    door.PreconditionFailed: Told(
        412,
        "precondition_failed",
        lambda _: "The ticket is not the one that your If-Match names any more; read it again. Nothing was changed.",
    ),
    door.OutOfRange: Told(
        416,
        "out_of_range",
        lambda it: f"The file has {it.size} bytes; ask for a Range within them, or without one for all.",
        lambda it: {"Content-Range": f"bytes */{it.size}"},
    ),
    door.Crowded: Told(503, "crowded", lambda _: "Too many connections; use fewer.", lambda _: _after(5)),
    door.TooManyStreams: Told(
        429,
        "too_many_streams",
        lambda it: f"{it.limit} streams of events are open already; close one, or read with after.",
        lambda _: _after(15),
    ),
    door.NotReady: Told(503, "not_ready", lambda it: f"Not working now: {', '.join(it.parts)}.", lambda _: _after(5)),
    Exception: Told(500, "internal", lambda _: "Something went wrong here; it has been noted under this request id."),
}


def told(error: BaseException) -> Told:
    """How `error` is answered: as the nearest of its classes that the table knows."""
    return next((TABLE[kind] for kind in type(error).__mro__ if kind in TABLE), TABLE[Exception])


def _whose(whose: tuple[str, ...]) -> str:
    return f": that is for {', '.join(whose)}" if whose else ""


def _giver(grant: str) -> str:
    if grant == "administrator":
        return "a permission that Discord gives"
    return "which an administrator gives to one of your roles with /desk grant"


def _until(until: str | None) -> str:
    return f" until {until}" if until else ""


def _after(seconds: int) -> Mapping[str, str]:
    return {"Retry-After": str(seconds)}


def _by_field(fields: Mapping[str, desk.Fault]) -> Mapping[str, str]:
    return {name: words_of(fault) for name, fault in islice(fields.items(), FAULTS_AT_MOST)}


def _sentence(fields: Mapping[str, desk.Fault]) -> str:
    return "; ".join(f"{name} {words}" for name, words in _by_field(fields).items()) + "."
