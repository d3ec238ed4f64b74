"""`run`: the desk for a real Discord, until it is told to stop."""

import asyncio

from bot import environment


def run() -> None:
    """Run the desk.

    Both doors are open, the bot in Discord and the REST API, until SIGINT or SIGTERM. It needs DESK_TOKEN.
    """
    known = environment.load(need=frozenset({"DESK_TOKEN"}))
    token = known.token.get_secret_value() if known.token else ""
    # Bad settings are told before the second that these imports take.
    from bot import logs  # noqa: PLC0415 -- as above
    from bot.service import serve  # noqa: PLC0415 -- as above

    client_secret = known.client_secret.get_secret_value() if known.client_secret else ""
    logs.set_up(known.log_level, known.log_format, secrets=[token, client_secret])
    asyncio.run(serve(known, token))
