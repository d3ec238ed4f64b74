"""`demo`: the whole desk against a simulated Discord, without a token and without a network."""

import importlib.util
from pathlib import Path
from typing import Annotated

import typer

from bot import environment
from bot.errors import MissingPackage

PACKAGE = "simcord"


def demo(
    *,
    json: Annotated[
        bool, typer.Option("--json", help="Print one line of JSON when all is up: addresses, ids and keys.")
    ] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port of the REST API; 0 takes any free one.")] = 0,
    data: Annotated[
        Path | None, typer.Option(help="Keep the store in this folder. Without it the store is temporary.")
    ] = None,
) -> None:
    """Show the whole desk in a browser.

    It runs against a simulated Discord with members, roles and categories: no token and no network are needed. Of the
    settings it heeds DESK_WEBHOOK_ALLOW alone.
    """
    if importlib.util.find_spec(PACKAGE) is None:
        raise MissingPackage(PACKAGE)
    receivers = environment.load().receivers
    from bot.demo.run import run_demo  # noqa: PLC0415 -- the other commands need no simulated Discord

    run_demo(json=json, port=port, data=data, receivers=receivers)
