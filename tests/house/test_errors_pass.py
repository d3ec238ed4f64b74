"""Errors go to the one place that answers them: hardly anything catches them all, and no door catches any."""

import ast

from tests.house.source import Module, room_modules

# Where everything is caught, and why that must outlive whatever goes wrong. `path:qualified name`.
BROAD: dict[str, str] = {
    "api/streams.py:Streams._feed": "no failure may leave all streams silent for good; it is logged, and they end",
    "bot/relay/catching_up.py:CatchingUp._attempt": "one place's failure must not stop the others; it is logged",
    "bot/relay/each.py:for_each": "one thread's refusal must not leave the others as they are; it is raised after them",
    "bot/relay/live_queues.py:LiveQueues._draw": "one queue's failure must not stop the others; it is logged",
    "bot/relay/logbook.py:Logbook._tell_all": "one failure must not end the log of all guilds; it is tried again",
    "bot/relay/outbox.py:Relay._given_up": "it is logged, and the event tried again: its lane must not spin",
    "bot/relay/outbox.py:Relay._show": "one event's failure must end neither its lane nor the others",
    "bot/webhooks/courier.py:Courier._serve": "one receiver's failure must not end the others; it is logged",
    "bot/webhooks/courier.py:Courier._look": "no failure may leave all webhooks silent for good; it is tried again",
    "bot/webhooks/courier.py:Courier._sent": "no message may hold up those behind it; it is logged and counts as a try",
    "cogs/answers.py:answering": "discord.py would drop it without an answer; it is answered and logged",
    "cogs/answers.py:offered": "nobody can be told while they type; it is logged, and nothing is offered",
    "storage/connection.py:Connection.run.job": "handed back as a value and raised on the caller's side",
    "storage/connection.py:finish": "it stays in the awaited task, whose result raises it to the caller",
    "storage/readers.py:Reader._read": "it is the one caller's, and the other reads of the batch go on",
    "storage/worker.py:Worker._serve_batch": "every caller of the batch gets it, and the next batch must run",
    "storage/writer.py:Writer.serve": "the group is rolled back, and every caller of it is told",
    "storage/writer.py:_in_savepoint": "it is the one caller's, and the other jobs of the group go on",
}

# The modules of the two doors that may hold a `try`, and why: everything else there lets errors pass.
CATCHING: dict[str, str] = {
    "api/addresses.py": "what cannot be read as an address is none",
    "api/body.py": "what cannot be read of a body has several kinds of error, and one answer",
    "api/cursor.py": "a cursor that is no base64 is a forged one",
    "api/dry_run.py": "a rehearsal leaves the store as an error, so that all of it is taken back",
    "api/fields/checks.py": "the desk's checks of texts, told to pydantic in its own way",
    "api/fields/forms.py": "what cannot be read of answers that come as JSON, told to pydantic in its own way",
    "api/fields/times.py": "what cannot be read as a time, told to pydantic in its own way",
    "api/incoming.py": "what pydantic found, told in the words of the desk",
    "api/multipart.py": "what cannot be read of a form has several kinds of error, and what is left of it is dropped",
    "api/protocol.py": "an answer that is under way can be told of no error but by its being cut short",
    "api/query.py": "what cannot be read of a query has one answer",
    "api/stream.py": "it measures how long its reader takes, and how long nothing happens",
    "api/streams.py": "who may be here no more is let go, and what fails for one moment is tried again",
    "api/rates.py": "what is refused counts, too, and passes on",
    "api/server.py": "it ends its task and its server, and lives on when the last use of keys is not kept",
    "api/sign_in/oauth.py": "what fails between the desk and Discord is told as one of two errors of the door",
    "cogs/answers.py": "it is the one place that answers errors in Discord",
    "cogs/views/setup_doing.py": "what goes wrong with one part of it is a line of its list",
    "cogs/language/catalogues.py": "it catches nothing: the language that was spoken before is spoken again",
}

EVERYTHING = {"Exception", "BaseException"}


def names_caught(handler: ast.ExceptHandler) -> set[str]:
    """The names of what one `except` catches; a bare one catches BaseException."""
    if handler.type is None:
        return {"BaseException"}
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return {ast.unparse(kind) for kind in kinds}


def catches_everything(node: ast.AST) -> bool:
    """Whether it is an `except` or a `suppress` that no exception passes; one that ends in `raise` lets it pass."""
    if isinstance(node, ast.ExceptHandler):
        return bool(names_caught(node) & EVERYTHING) and not isinstance(node.body[-1], ast.Raise)
    if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("suppress"):
        return bool({ast.unparse(argument) for argument in node.args} & EVERYTHING)
    return False


def broad_places(module: Module) -> set[str]:
    """Name each place of a module where every exception is caught."""
    return {f"{module.path}:{name}" for name, node in module.named_nodes if catches_everything(node)}


def test_every_place_that_catches_everything_is_listed_with_its_reason() -> None:
    found = {place for module in room_modules() for place in broad_places(module)}
    assert found - set(BROAD) == set(), "let it pass, name what is caught, or list it here with its reason"


def test_no_listed_place_has_stopped_catching_everything() -> None:
    found = {place for module in room_modules() for place in broad_places(module)}
    assert set(BROAD) - found == set()


def test_the_doors_let_errors_pass_to_the_one_place_that_answers_them() -> None:
    doors = room_modules("api", "cogs")
    catching = {module.path for module in doors for node in module.nodes if isinstance(node, ast.Try)}
    assert catching - set(CATCHING) == set()
    assert set(CATCHING) - catching == set()
