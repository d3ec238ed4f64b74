"""No word reaches Discord past the catalogue: none is written beside it, and none is seen outside it."""

import ast
import re
from collections.abc import Iterator

from bot.relay.log_words import UNTOLD
from tests.house.source import Module, room_modules
from tests.languages.catalogues import wanted
from tests.languages.code import SAID

TWO_WORDS = re.compile(r"[^\W\d_]{2,}[,.:;]? +[^\W\d_]{2,}")
# Who puts a text together from parts may have one word in each of them.
A_WORD = re.compile(r"(?:^|\s)[^\W\d_]{3,}(?:\s|$)")

# What reads like words and is read by nobody in Discord, with the reason.
# The reasons of what the log leaves out are for who reads its table.
NOT_SAID = {
    **dict.fromkeys(("catching up", "catching up ", " of guild "), "the id under which a request is logged"),
    **dict.fromkeys(("guild ", "ticket ", "channel ", "member ", "message "), "the id under which a request is logged"),
    **dict.fromkeys(
        (
            '" rel="noopener noreferrer nofollow">',
            '<span class="spoiler" tabindex="0">',
            '<bdi class="mention">{}</bdi>',
            '<bdi class="emoji">{}</bdi>',
            '<time datetime="{}">{}</time>',
        ),
        "the elements of a page",
    ),
    **dict.fromkeys(("/category panel", "/desk log"), "commands, put between the backticks of a text"),
    " UTC": "the same in every language",
    "discord ": "what stands against an event, for the log",
    **dict.fromkeys(
        (" · category ", " · ticket "), "the mark by which a channel is found again, whatever the language"
    ),
}


def bare_words(module: Module) -> Iterator[str]:
    """Every text of a module that reads like words, but for docstrings, the log and what the catalogue is given."""
    docstrings = {id(it.value) for it in ast.walk(module.tree) if isinstance(it, ast.Expr)}

    def visit(node: ast.AST, words: re.Pattern[str]) -> Iterator[str]:
        if id(node) in docstrings or (isinstance(node, ast.Call) and _is_said_or_logged(node)):
            return
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and words.search(node.value):
            yield node.value
        for child in ast.iter_child_nodes(node):
            yield from visit(child, A_WORD if isinstance(node, ast.JoinedStr) else TWO_WORDS)

    yield from visit(module.tree, TWO_WORDS)


def _is_said_or_logged(call: ast.Call) -> bool:
    name = ast.unparse(call.func)
    # Regular expressions are no words either.
    return name in SAID or name.startswith(("log.", "_log.")) or name in ("re.compile", "label")


def test_no_words_are_written_beside_the_catalogue() -> None:
    modules = [
        it for it in room_modules("cogs", "bot") if it.path.startswith(("cogs/", "bot/relay/", "bot/transcripts/"))
    ]
    # What stands at commands is collected from these themselves.
    known = {text.one for text in wanted().values()} | NOT_SAID.keys() | set(UNTOLD.values())
    found = {module.path: [it for it in bare_words(module) if it not in known] for module in modules}
    assert {path: words for path, words in found.items() if words} == {}, "say it through cogs.language"
