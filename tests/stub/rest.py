"""The stub's REST routes: which request has which effect, and what it is answered."""

import json
from collections import Counter
from collections.abc import Callable
from typing import Any, Final

from aiohttp import web

from tests.people import GUILD
from tests.stub import channels, interactions, messages
from tests.stub.world import BOT, TOKEN, Json, Refused, World, as_json, unknown

BASE: Final = "/api/v10"

WORLD: Final = web.AppKey("WORLD", World)
COUNTS: Final[web.AppKey[Counter[str]]] = web.AppKey("COUNTS")
"""Requests by `METHOD route status`."""
ASKED: Final[web.AppKey[list[Json]]] = web.AppKey("ASKED")
"""Every request that reached a route, as it came."""

_FLAGS: Final = 1 << 18 | 1 << 19 | 1 << 14 | 1 << 15


class Call:
    """One request as the routes see it: whose world, the ids in its path, its query and its body."""

    def __init__(self, world: World, request: web.Request, body: Any) -> None:
        self.world = world
        self.path = dict(request.match_info)
        self.query: Json = dict(request.query)
        self.body = body

    def id(self, name: str) -> int:
        """The id of that name in the path; `@me` is the bot."""
        text = self.path[name]
        return BOT if text == "@me" else int(text)


Act = Callable[[Call], Any]


def _application(_call: Call) -> Json:
    bot = _call.world.members[BOT]["user"]
    return {
        "id": str(BOT),
        "name": "desk",
        "icon": None,
        "description": "",
        "summary": "",
        "bot_public": False,
        "bot_require_code_grant": False,
        "verify_key": "00",
        "flags": _FLAGS,
        "owner": bot,
        "team": None,
        "bot": bot,
    }


def _gateway(_call: Call) -> Json:
    limit = {"total": 1000, "remaining": 1000, "reset_after": 0, "max_concurrency": 1}
    return {"url": "ws://stub.invalid", "shards": 1, "session_start_limit": limit}


def _put_commands(call: Call) -> list[Json]:
    scope = int(call.path.get("guild", 0))
    numbered = [
        {"type": 1, "description": "", "default_member_permissions": None, "dm_permission": True, "nsfw": False, **each}
        | {"id": str(call.world.new_id()), "application_id": str(BOT), "version": "1"}
        for each in call.body
    ]
    call.world.commands[scope] = numbered
    call.world.touch()
    return numbered


def _guild_member(call: Call) -> Json:
    return call.world.member(call.id("user"))


def _members(call: Call) -> list[Json]:
    after, limit = int(call.query.get("after", 0)), int(call.query.get("limit", 1))
    ids = sorted(each for each in call.world.members if each > after)
    return [call.world.members[each] for each in ids[:limit]]


def _user(call: Call) -> Json:
    user: Json = call.world.member(call.id("user"))["user"]
    return user


def _guild_channels(call: Call) -> list[Json]:
    return [each for each in call.world.channels.values() if not call.world.is_thread(each)]


def _active_threads(call: Call) -> Json:
    return _thread_list(call.world.threads(archived=False))


def _archived_threads(call: Call) -> Json:
    found = call.world.threads(archived=True, parent_id=call.id("channel"))
    return _thread_list(found if "private" in call.path.get("kind", "private") else [])


def _thread_list(threads: list[Json]) -> Json:
    return {"threads": threads, "members": [], "has_more": False}


def _joins(call: Call) -> None:
    channels.join(call.world, call.id("channel"), [call.id("user")])


def _post(call: Call) -> Json:
    return messages.post(call.world, call.id("channel"), BOT, call.body)


def _messages(call: Call) -> list[Json]:
    return messages.history(call.world, call.id("channel"), call.query)


def _delete_many(call: Call) -> None:
    for each in call.body["messages"]:
        messages.delete(call.world, call.id("channel"), int(each))


def _thread_member(call: Call) -> Json:
    for each in channels.thread_members(call.world, call.id("channel")):
        if each["user_id"] == str(call.id("user")):
            return each
    raise unknown("Member", 10007)


_CHANNEL = "/channels/{channel}"
_MESSAGE = _CHANNEL + "/messages/{message}"
_COMMANDS = "/applications/{application}"

ROUTES: Final[list[tuple[str, str, Act]]] = [
    ("GET", "/users/@me", lambda call: call.world.members[BOT]["user"]),
    ("GET", "/users/{user}", _user),
    ("GET", "/oauth2/applications/@me", _application),
    ("GET", "/applications/@me", _application),
    ("GET", "/gateway/bot", _gateway),
    ("PUT", _COMMANDS + "/commands", _put_commands),
    ("PUT", _COMMANDS + "/guilds/{guild}/commands", _put_commands),
    ("GET", _COMMANDS + "/commands", lambda call: call.world.commands.get(0, [])),
    ("GET", "/guilds/{guild}", lambda call: call.world.guild()),
    ("GET", "/guilds/{guild}/channels", _guild_channels),
    ("POST", "/guilds/{guild}/channels", lambda call: channels.create_channel(call.world, call.body)),
    ("GET", "/guilds/{guild}/roles", lambda call: list(call.world.roles.values())),
    ("GET", "/guilds/{guild}/members", _members),
    ("GET", "/guilds/{guild}/members/{user}", _guild_member),
    ("GET", "/guilds/{guild}/threads/active", _active_threads),
    ("GET", _CHANNEL, lambda call: call.world.channel(call.id("channel"))),
    ("PATCH", _CHANNEL, lambda call: channels.edit(call.world, call.id("channel"), call.body)),
    ("DELETE", _CHANNEL, lambda call: channels.delete(call.world, call.id("channel"))),
    (
        "PUT",
        _CHANNEL + "/permissions/{target}",
        lambda call: channels.overwrite(call.world, call.id("channel"), call.id("target"), call.body),
    ),
    (
        "DELETE",
        _CHANNEL + "/permissions/{target}",
        lambda call: channels.overwrite(call.world, call.id("channel"), call.id("target"), None),
    ),
    ("POST", _CHANNEL + "/threads", lambda call: channels.create_thread(call.world, call.id("channel"), call.body)),
    ("GET", _CHANNEL + "/threads/archived/{kind}", _archived_threads),
    ("GET", _CHANNEL + "/users/@me/threads/archived/private", _archived_threads),
    ("GET", _CHANNEL + "/thread-members", lambda call: channels.thread_members(call.world, call.id("channel"))),
    ("GET", _CHANNEL + "/thread-members/{user}", _thread_member),
    ("PUT", _CHANNEL + "/thread-members/{user}", _joins),
    (
        "DELETE",
        _CHANNEL + "/thread-members/{user}",
        lambda call: channels.leave(call.world, call.id("channel"), call.id("user")),
    ),
    ("GET", _CHANNEL + "/messages", _messages),
    ("POST", _CHANNEL + "/messages", _post),
    ("POST", _CHANNEL + "/messages/bulk-delete", _delete_many),
    ("GET", _MESSAGE, lambda call: messages.get(call.world, call.id("channel"), call.id("message"))),
    (
        "PATCH",
        _MESSAGE,
        lambda call: messages.edit(call.world, call.id("channel"), call.id("message"), call.body),
    ),
    ("DELETE", _MESSAGE, lambda call: messages.delete(call.world, call.id("channel"), call.id("message"))),
    ("POST", _CHANNEL + "/typing", lambda call: call.world.channel(call.id("channel")) and None),
    (
        "POST",
        "/interactions/{interaction}/{token}/callback",
        lambda call: interactions.answer(call.world, **_told(call)),
    ),
    ("POST", "/webhooks/{application}/{token}", lambda call: interactions.follow_up(call.world, **_told(call))),
    (
        "PATCH",
        "/webhooks/{application}/{token}/messages/@original",
        lambda call: interactions.edit_original(call.world, **_told(call)),
    ),
    (
        "GET",
        "/webhooks/{application}/{token}/messages/@original",
        lambda call: interactions.original(call.world, call.path["token"]),
    ),
]


def _told(call: Call) -> Json:
    return {"token": call.path["token"], "body": call.body}


def add_routes(app: web.Application) -> None:
    """Put every route into the application."""
    for method, path, act in ROUTES:
        app.router.add_route(method, BASE + path, _handler(f"{method} {path}", act))


def _handler(name: str, act: Act) -> Callable[[web.Request], Any]:
    async def handle(request: web.Request) -> web.Response:
        response = await _answered(request, act)
        request.app[COUNTS][f"{name} {response.status}"] += 1
        return response

    return handle


async def _answered(request: web.Request, act: Act) -> web.Response:
    hook = request.path.startswith((f"{BASE}/interactions", f"{BASE}/webhooks"))
    if not hook and request.headers.get("Authorization") != f"Bot {TOKEN}":
        return as_json({"code": 0, "message": "401: Unauthorized"}, status=401)
    body = await _body(request)
    path = request.path.removeprefix(BASE)
    sent = body if request.body_exists else None
    request.app[ASKED].append({"method": request.method, "path": path, "query": dict(request.query), "body": sent})
    guild = request.match_info.get("guild", str(GUILD))
    try:
        if guild != str(GUILD):
            raise unknown("Guild", 10004)
        answer = act(Call(request.app[WORLD], request, body))
    except Refused as refusal:
        return as_json({"code": refusal.code, "message": refusal.message}, status=refusal.status)
    if answer is None:
        return web.Response(status=204)
    return as_json(answer)


async def _body(request: web.Request) -> Any:
    if request.content_type == "multipart/form-data":
        form = await request.post()
        return json.loads(str(form["payload_json"]))
    text = await request.text()
    return json.loads(text) if text else {}
