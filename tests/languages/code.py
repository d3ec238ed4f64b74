"""The texts that the code says: every call of a function of `cogs.language`, found in the syntax tree."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from tests.house.source import DEFINITIONS, Module, room_modules
from tests.languages.texts import Text

SAID = ("say", "say_n", "button", "title", "hint", "mark", "mark_button", "mark_title", "mark_hint")
PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Call:
    """One call: by which `function`, with which `texts` written out, with which values, and in which function of ours.

    `texts` is empty when what is said stands in a table; `put_together` says that it is made of parts.
    """

    where: str
    function: str
    texts: tuple[str, ...]
    values: frozenset[str]
    about: str
    put_together: bool

    @property
    def fits(self) -> bool:
        """Whether each place in the texts gets a value, and each value has a place; what `**` brings is not known."""
        places = {place for text in self.texts for place in PLACE.findall(text)}
        given = self.values | ({"n"} if self.function == "say_n" else set())
        if self.function.startswith("mark"):
            return True
        return given - {"**", "n"} <= places and ("**" in given or places <= given)


@cache
def calls() -> tuple[Call, ...]:
    """All of them, of the Discord door and of the process, but for the catalogue's own."""
    modules = [it for it in room_modules("cogs", "bot") if not it.path.startswith("cogs/language/")]
    return tuple(call for module in modules for call in _calls_of(module))


def texts_of_the_code() -> Iterator[Text]:
    """Every text that is written out in a call."""
    for call in calls():
        if call.texts:
            one, many = (*call.texts, "")[:2]
            about = (call.about,) if call.about else ()
            yield Text("", one, many, (call.function,), about, (call.where.partition(":")[0],))


def _calls_of(module: Module) -> Iterator[Call]:
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom) and node.module == "cogs.language"
        for alias in node.names
        if alias.name in SAID
    }

    def visit(node: ast.AST, about: str) -> Iterator[Call]:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield _call(module, node, names[node.func.id], about)
        for child in ast.iter_child_nodes(node):
            told = (ast.get_docstring(child) or about) if isinstance(child, DEFINITIONS) else about
            yield from visit(child, told.partition("\n")[0])

    yield from visit(module.tree, "")


def _call(module: Module, node: ast.Call, function: str, about: str) -> Call:
    written = node.args[:2] if function == "say_n" else node.args[:1]
    texts = tuple(it.value for it in written if isinstance(it, ast.Constant) and isinstance(it.value, str))
    values = frozenset(keyword.arg or "**" for keyword in node.keywords)
    put_together = any(isinstance(it, ast.JoinedStr | ast.BinOp) for it in written)
    return Call(f"{module.path}:{node.lineno}", function, texts, values, about, put_together)
