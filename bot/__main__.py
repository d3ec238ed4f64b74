"""`python -m bot`: the commands, and the one place where what ends them becomes a sentence and an exit code."""

import sys

import typer

from bot.commands.backup import backup
from bot.commands.check import check
from bot.commands.demo import demo
from bot.commands.export import export
from bot.commands.health import health
from bot.commands.import_ import import_
from bot.commands.key import keys
from bot.commands.restore import restore
from bot.commands.run import run
from bot.commands.words import TOLD, of_error

app = typer.Typer(
    help="The support desk: tickets in Discord and by REST, in one process.",
    no_args_is_help=True,
    add_completion=False,
    # Plain help prints the same everywhere; plain tracebacks do not show local variables, tokens among them.
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.command()(demo)
app.command()(run)
app.command()(check)
app.add_typer(keys, name="key")
app.command()(health)
app.command()(backup)
app.command()(restore)
app.command()(export)
app.command(name="import")(import_)


def main() -> None:
    """Run the command that the arguments name."""
    try:
        app(prog_name="python -m bot")
    except TOLD as error:
        code, sentence = of_error(error)
        print(sentence, file=sys.stderr, flush=True)  # noqa: T201 -- for the person at the terminal, not for a log
        raise SystemExit(code) from None


if __name__ == "__main__":
    main()
