"""The unmodified library logs in to the stub, and sees there what it would see in Discord."""

import asyncio
import time

import aiohttp
import discord
import pytest

from tests.people import GUILD, ROLES, USERS
from tests.stub.conftest import PlainClient
from tests.stub.process import Stub


async def a_thread(client: PlainClient) -> discord.Thread:
    guild = client.get_guild(GUILD)
    assert guild is not None
    parent = await guild.create_text_channel("tickets")
    return await parent.create_thread(name="0001 · Lamp", type=discord.ChannelType.private_thread)


async def test_a_client_logs_in_and_knows_guild_roles_and_members(client: PlainClient) -> None:
    guild = client.get_guild(GUILD)
    assert guild is not None
    assert {role.id for role in guild.roles} >= set(ROLES.values())
    assert {member.id for member in guild.members} >= set(USERS.values())
    admin = guild.get_member(USERS["admin"])
    assert admin is not None
    assert admin.guild_permissions.administrator


async def test_a_wrong_token_is_no_login(pointed: None) -> None:
    async with PlainClient() as stranger:
        with pytest.raises(discord.LoginFailure):
            await stranger.login("wrong.token.altogether")


async def test_a_thread_has_its_members_and_messages(client: PlainClient, stub: Stub) -> None:
    thread = await a_thread(client)
    await thread.add_user(discord.Object(USERS["owner"]))
    message = await thread.send("hello")
    await message.edit(content="hello again")
    await thread.edit(locked=True)
    [shown] = (await stub.state())["threads"]
    assert shown["name"] == "0001 · Lamp"
    assert USERS["owner"] in shown["members"]
    assert [each["text"] for each in shown["messages"]] == ["hello again"]
    assert shown["thread_metadata"]["locked"]
    await message.delete()
    assert [each async for each in thread.history()] == []
    await thread.delete()
    assert (await stub.state())["threads"] == []


async def test_what_a_member_writes_is_heard(client: PlainClient, stub: Stub) -> None:
    thread = await a_thread(client)
    await stub.say(thread.id, "owner", "it is dark")
    heard = await client.heard.get()
    assert (heard.content, heard.author.id) == ("it is dark", USERS["owner"])


async def test_whom_the_bot_mentions_in_a_thread_is_in_it_then(client: PlainClient, stub: Stub) -> None:
    thread = await a_thread(client)
    message = await thread.send("hello")
    await message.edit(content=f"<@&{ROLES['responder']}>", allowed_mentions=discord.AllowedMentions.none())
    [shown] = (await stub.state())["threads"]
    assert USERS["responder"] in shown["members"]


async def test_a_nonce_makes_one_message_until_it_is_forgotten(client: PlainClient, stub: Stub) -> None:
    thread = await a_thread(client)
    first = await thread.send("once", nonce="desk1")
    again = await thread.send("once", nonce="desk1")
    assert again.id == first.id
    await stub.forget_nonces()
    assert (await thread.send("once", nonce="desk1")).id != first.id


async def test_a_nonce_counts_in_its_own_channel_alone(client: PlainClient) -> None:
    thread, other = await a_thread(client), await a_thread(client)
    assert (await thread.send("here", nonce="desk1")).id != (await other.send("there", nonce="desk1")).id


@pytest.mark.asks_wrongly
async def test_a_nonce_that_is_too_long_is_refused(client: PlainClient) -> None:
    thread = await a_thread(client)
    with pytest.raises(discord.HTTPException, match="nonce"):
        await thread.send("once", nonce="n" * 26)


async def test_an_archived_thread_takes_no_change_until_it_is_woken(client: PlainClient) -> None:
    thread = await a_thread(client)
    await thread.edit(archived=True)
    with pytest.raises(discord.HTTPException) as refused:
        await thread.edit(locked=True)
    assert refused.value.code == 50083
    await thread.edit(archived=False, locked=True)


async def test_archived_threads_are_listed_apart(client: PlainClient) -> None:
    thread = await a_thread(client)
    await thread.edit(archived=True)
    parent = thread.parent
    assert isinstance(parent, discord.TextChannel)
    assert [each.id async for each in parent.archived_threads(private=True)] == [thread.id]
    assert await thread.guild.active_threads() == []


async def test_the_library_repeats_a_post_after_502_and_the_nonce_makes_it_one(client: PlainClient, stub: Stub) -> None:
    """What the library does by itself: 500, 502 and 504 are repeated, whatever the request did before."""
    thread = await a_thread(client)
    await stub.fault("status", request="POST .*/messages", status=502, after=True)
    await thread.send("once", nonce="desk1")
    [shown] = (await stub.state())["threads"]
    assert [each["text"] for each in shown["messages"]] == ["once"]


async def test_a_limit_is_waited_for(client: PlainClient, stub: Stub) -> None:
    thread = await a_thread(client)
    await stub.fault("limit", request="POST .*/messages", seconds=0.2)
    began = time.monotonic()
    await thread.send("late")
    assert time.monotonic() - began >= 0.2


async def test_a_cut_connection_is_the_callers_to_repeat(client: PlainClient, stub: Stub) -> None:
    thread = await a_thread(client)
    await stub.fault("reset", request="POST .*/messages", after=True)
    with pytest.raises((OSError, discord.DiscordException, aiohttp.ClientError)):
        await thread.send("once", nonce="desk1")
    await thread.send("once", nonce="desk1")
    [shown] = (await stub.state())["threads"]
    assert [each["text"] for each in shown["messages"]] == ["once"]


async def test_a_held_answer_comes_once_it_is_released(client: PlainClient, stub: Stub) -> None:
    thread = await a_thread(client)
    await stub.fault("hold", request="POST .*/messages", after=True)
    sending = asyncio.create_task(thread.send("once"))
    await stub.until(lambda state: state["threads"][0]["messages"])
    assert not sending.done()
    await stub.clear()
    assert (await sending).content == "once"


async def test_a_client_whose_connection_was_cut_comes_back(client: PlainClient, stub: Stub) -> None:
    await stub.disconnect()
    state = await stub.until(lambda state: state["identified"] == 2)
    assert state["connected"] == 1
