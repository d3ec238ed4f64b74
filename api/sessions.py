"""The operations on the session by which they come: who is signed in, in which guild they act, and signing out."""

from collections.abc import Sequence
from typing import Any

from api import representations
from api.authentication import SignedIn
from api.call import Answer, Call, answer
from api.cookies import SESSION, forgotten
from api.errors import SessionNeeded, Unauthenticated
from api.identifiers import to_id
from api.incoming import Nothing
from api.requests import GuildChoiceBody, SignOutQuery
from desk import access, sessions
from desk.actor import GuildName, Member, Via, identify
from desk.errors import Fault, Invalid


async def read_session(call: Call[Nothing, None]) -> Answer:
    """Who is signed in, where they can act and how far, and the token that changes need."""
    guilds = _guilds(call)
    return await _told(call, guilds, call.directory.member(call.actor.guild_id, call.actor.user_id))


async def choose_guild(call: Call[Nothing, GuildChoiceBody]) -> Answer:
    """Act in another guild from now on."""
    guilds, guild_id = _guilds(call), to_id(call.body.guild_id)
    member = call.directory.member(guild_id, call.actor.user_id)
    if member is None:
        raise Invalid({"guildId": Fault("not_your_guild")})
    await call.store.write(sessions.choose_guild, _session(call).identity.session_id, guild_id)
    return await _told(call, guilds, member)


async def sign_out(call: Call[SignOutQuery, None]) -> Answer:
    """Sign out here, or everywhere."""
    if call.query.everywhere:
        await call.store.write(sessions.end_everywhere, call.actor.user_id)
    else:
        await call.store.write(sessions.end, _session(call).identity.session_id)
    gone = forgotten(SESSION, path="/", secure=call.origin.secure)
    return answer({"session": None}, {"Set-Cookie": gone})


def _guilds(call: Call[Any, Any]) -> Sequence[GuildName]:
    """The guilds of who is signed in. Raises Unauthenticated for who is in none any more."""
    guilds = call.directory.guilds_of(call.actor.user_id)
    if not guilds:
        raise Unauthenticated(given=True)
    return guilds


async def _told(call: Call[Any, Any], guilds: Sequence[GuildName], member: Member | None) -> Answer:
    """The session, in which `member` acts: None when they have left that guild, and have others to choose from."""
    session, user_id = _session(call), call.actor.user_id
    if member is None:
        elsewhere = call.directory.member(guilds[0].id, user_id)
        name = elsewhere.name if elsewhere is not None else ""
        return answer({"session": representations.homeless(user_id, name, guilds, session)})
    at, request_id = call.actor.at, call.actor.request_id
    actor = identify(member, call.store.identities, via=Via.REST, at=at, request_id=request_id)
    standing = await call.store.read(access.access, actor)
    return answer({"session": representations.session(actor, guilds, session, standing)})


def _session(call: Call[Any, Any]) -> SignedIn:
    if call.session is None:
        raise SessionNeeded
    return call.session
