"""The operations on the session by which they come: who is signed in, in which guild they act, and signing out."""

from typing import Any

from api import representations
from api.authentication import SignedIn
from api.call import Answer, Call, answer
from api.cookies import SESSION, forgotten
from api.errors import SessionNeeded
from api.identifiers import to_id
from api.incoming import Nothing
from api.requests import GuildChoiceBody, SignOutQuery
from desk import access, sessions
from desk.actor import Actor, Via, identify
from desk.errors import Fault, Invalid


async def read_session(call: Call[Nothing, None]) -> Answer:
    """Who is signed in, where they can act and how far, and the token that changes need."""
    return await _told(call, call.actor)


async def choose_guild(call: Call[Nothing, GuildChoiceBody]) -> Answer:
    """Act in another guild from now on."""
    guild_id = to_id(call.body.guild_id)
    member = call.directory.member(guild_id, call.actor.user_id)
    if member is None:
        raise Invalid({"guildId": Fault("not_your_guild")})
    await call.store.write(sessions.choose_guild, _session(call).identity.session_id, guild_id)
    at, request_id = call.actor.at, call.actor.request_id
    return await _told(call, identify(member, call.store.identities, via=Via.REST, at=at, request_id=request_id))


async def sign_out(call: Call[SignOutQuery, None]) -> Answer:
    """Sign out here, or everywhere."""
    if call.query.everywhere:
        await call.store.write(sessions.end_everywhere, call.actor.user_id)
    else:
        await call.store.write(sessions.end, _session(call).identity.session_id)
    gone = forgotten(SESSION, path="/", secure=call.origin.secure)
    return answer({"session": None}, {"Set-Cookie": gone})


async def _told(call: Call[Any, Any], actor: Actor) -> Answer:
    session = _session(call)
    standing = await call.store.read(access.access, actor)
    guilds = call.directory.guilds_of(actor.user_id)
    return answer({"session": representations.session(actor, guilds, session.identity, session.csrf_token, standing)})


def _session(call: Call[Any, Any]) -> SignedIn:
    if call.session is None:
        raise SessionNeeded
    return call.session
