"""The way of a request through the door: routed, identified, read, handed to its handler, answered."""

import hashlib
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import structlog
from aiohttp import web

from api import health, streams
from api.authentication import Authenticator, Caller, holds_key
from api.body import check_size, read_json
from api.call import Answer, Call, IfMatch
from api.dry_run import HEADER as DRY_RUN
from api.dry_run import RehearsalStore, is_rehearsal
from api.errors import BadExpectation, BadIdempotencyKey, KeyInUrl, Malformed, NoRehearsal, NoSuchPath, WrongMethod
from api.incoming import Incoming, validated
from api.limits import Limits
from api.marks import OPERATION, REQUEST_ID, owe
from api.multipart import KEY_HEADER, Form, is_form, read_form
from api.operation import Operation, Pace
from api.operations import DOCUMENT, HEALTH, HOME, OPERATIONS, PAGE, READY
from api.origin import Origin
from api.query import asked
from api.rates import Rates
from api.reference import serving
from api.requests import EventsQuery
from api.responses import SERVER, answer_request, owed_to
from api.sign_in.ways import Ways
from desk.actor import Directory, Scope
from desk.answers import Once
from desk.clock import Clock, rfc3339
from desk.outward import Allowed
from desk.store import Store
from desk.transcript import Transcriber

_IDEMPOTENCY_KEY = re.compile(r"[\x21-\x7e]{1,255}")

BASE = "http://127.0.0.1:8080"
"""Where the samples of the reference page find the desk when nothing else is known."""

Open = Callable[[], Awaitable[Answer]]


@dataclass(frozen=True, slots=True)
class Parts:
    """What the process hands to the door."""

    store: Store
    directory: Directory
    transcriber: Transcriber
    receivers: Allowed
    clock: Clock
    ready: health.Ready
    limits: Limits
    authenticator: Authenticator
    rates: Rates
    streams: streams.Streams
    origin: Origin
    sign_in: Ways


class Door:
    """Answers requests; what it raises is answered by `answer_error`."""

    def __init__(self, parts: Parts) -> None:
        self._parts = parts
        self._routes: dict[str, dict[str, Operation[Any, Any]]] = {}
        for operation in OPERATIONS:
            self._routes.setdefault(operation.path, {})[operation.method] = operation
        self._ways = parts.sign_in.all()
        self._open: dict[str, Open] = {
            HEALTH.path: health.alive,
            READY.path: lambda: health.ready(parts.store, parts.ready),
            DOCUMENT.path: serving.give_document,
            HOME.path: _lead_home,
            **serving.answers(PAGE.path, parts.origin.url if parts.origin.public else BASE),
        }

    async def respond(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request. Raises Refused and DeskError."""
        structlog.contextvars.bind_contextvars(request_id=request[REQUEST_ID])
        if holds_key(request.raw_path):
            raise KeyInUrl
        self._parts.origin.demand_host(request)
        if request.headers.get("Expect", "100-continue").lower() != "100-continue":
            raise BadExpectation
        # In this one an encoded slash stays one: a proxy that closes a path would not know it again.
        path = request.rel_url.path_safe
        if path in self._ways:
            if request.method != "GET":
                raise WrongMethod(("GET",))
            request[OPERATION] = f"GET {path}"
            answer = await self._ways[path](request)
            answer.headers.update({"Server": SERVER, **owed_to(request)})
            return answer
        found = self._find(request, path)
        if isinstance(found, Operation):
            done = await self._perform(request, found)
            return done if isinstance(done, web.StreamResponse) else answer_request(request, found.status, done)
        return answer_request(request, 200, await found())

    def _find(self, request: web.BaseRequest, path: str) -> Operation[Any, Any] | Open:
        method = "GET" if request.method == "HEAD" else request.method
        openly = self._open.get(path)
        if openly is not None:
            if method != "GET":
                raise WrongMethod(("GET", "HEAD"))
            request[OPERATION] = f"GET {path}"
            return openly
        operations = self._routes.get(path)
        if operations is None:
            raise NoSuchPath
        if method not in operations:
            raise WrongMethod(tuple(sorted({*operations, *(("HEAD",) if "GET" in operations else ())})))
        request[OPERATION] = operations[method].name
        return operations[method]

    async def _perform(self, request: web.BaseRequest, operation: Operation[Any, Any]) -> Answer | web.StreamResponse:
        parts = self._parts
        caller = parts.rates.counted(request, lambda: self._recognised(request, operation))
        store = _store(parts.store, request, operation)
        query = asked(operation.query, request.rel_url.raw_query_string)
        if isinstance(query, EventsQuery) and streams.is_wanted(request):
            return await parts.streams.serve(request, caller.actor, query)
        parts.rates.demand_pace(_pace(operation, query), caller.actor)
        if operation.form is not None and is_form(request):
            check_size(request, parts.limits.form_bytes)
            # Its files come in first, and what the act does not take of them is dropped again.
            async with read_form(request, parts.limits, parts.store, caller.actor) as form:
                return await operation.handler(self._call(request, operation, caller, store, query, form))
        check_size(request, parts.limits.body_bytes)
        takes_form = operation.form is not None
        given = await read_json(request, parts.limits, form=takes_form) if operation.body is not None else {}
        return await operation.handler(self._call(request, operation, caller, store, query, Form(given)))

    def _recognised(self, request: web.BaseRequest, operation: Operation[Any, Any]) -> Caller:
        """Who asks, with the rights that they have at this moment. Raises Refused and RolesUnknown."""
        at, authenticator = rfc3339(self._parts.clock()), self._parts.authenticator
        caller = authenticator.recognise(
            request, operation.scope, at, request[REQUEST_ID], rightless=operation.rightless
        )
        if operation.reveals:
            authenticator.recognise(request, Scope.READ, at, request[REQUEST_ID])
        return caller

    def _call(
        self,
        request: web.BaseRequest,
        operation: Operation[Any, Any],
        caller: Caller,
        store: Store,
        query: Incoming,
        form: Form,
    ) -> Call[Incoming, Incoming | None]:
        """What the handler is given of a request that was read. Raises Invalid, TooMany, Refused and RolesUnknown."""
        parts, model = self._parts, operation.form if is_form(request) else operation.body
        body = None if model is None else validated(model, form.fields)
        if request.body_exists:
            # A body takes as long as its sender likes, and rights that are gone by its end count for nothing.
            caller = self._recognised(request, operation)
        parts.rates.keep_pace(request, _pace(operation, query), caller.actor)
        return Call(
            store,
            parts.directory,
            parts.transcriber,
            caller.actor,
            query,
            body,
            _once(request, operation, form) if operation.repeatable else None,
            _if_match(request, operation),
            caller.session,
            parts.origin,
            tuple(form.files),
            parts.receivers,
            form.no_room,
        )


async def _lead_home() -> Answer:
    headers = {"Location": PAGE.path, "Content-Type": "text/html; charset=utf-8"}
    return Answer(f'<a href="{PAGE.path}">API Reference</a>'.encode(), headers, status=302)


def _store(store: Store, request: web.BaseRequest, operation: Operation[Any, Any]) -> Store:
    """The store that the request works on: one that forgets for a rehearsal, which its answer then says."""
    if operation.method == "GET" or not is_rehearsal(request.headers.getall(DRY_RUN, ())):
        return store
    if not operation.rehearsed:
        raise NoRehearsal
    owe(request, {DRY_RUN: "1"})
    return RehearsalStore(store)


def _pace(operation: Operation[Any, Any], query: Incoming) -> Pace | None:
    """As what a request is counted beside the calls of its key or session."""
    counted = operation.paced_by is None or query.gave(operation.paced_by)
    return operation.pace if counted else None


def _if_match(request: web.BaseRequest, operation: Operation[Any, Any]) -> IfMatch | None:
    sent = request.headers.getall("If-Match", ())
    if sent and operation.method != "GET" and not operation.guarded:
        raise Malformed("if_match")
    return IfMatch(tuple(sent)) if sent else None


def _once(request: web.BaseRequest, operation: Operation[Any, Any], form: Form) -> Once | None:
    """What makes a repeated request known: its key, quoted as the draft says or bare, and a hash of what it asks."""
    sent = request.headers.getall(KEY_HEADER, ())
    if not sent:
        return None
    key = sent[0].strip()
    if len(key) > 1 and key[0] == key[-1] == '"':
        key = key[1:-1]
    if len(sent) > 1 or _IDEMPOTENCY_KEY.fullmatch(key) is None:
        raise BadIdempotencyKey
    canonical = json.dumps(form.fields, sort_keys=True, separators=(",", ":"))
    if form.files:
        canonical += json.dumps([(it.name, it.digest.hex()) for it in form.files])
    return Once(key, operation.name, hashlib.sha256(canonical.encode()).digest())
