"""What is said of categories: made, changed, listed, deleted."""

from collections.abc import Collection

from cogs.language import say, say_n
from cogs.typed import line
from desk.models import Category


def choose() -> str:
    """Over the categories to choose from."""
    return say("What is your ticket about? Choose a category.")


def none_yet() -> str:
    """When there is nothing to choose from."""
    return say("There are no categories yet. Somebody who defines categories makes them: `/category create`.")


def saved(category: Category, *, new: bool) -> str:
    """After a category was made or changed."""
    values = {
        "category": line(category.name),
        "responders": _roles(category.responder_role_ids),
        "viewers": _roles(category.viewer_role_ids),
    }
    if new:
        return say("Category {category} is made. Responders: {responders}. Viewers: {viewers}.", **values)
    return say("Category {category} is changed. Responders: {responders}. Viewers: {viewers}.", **values)


def _roles(role_ids: Collection[int], most: int = 50) -> str:
    if not role_ids:
        return say("no roles")
    shown = ", ".join(f"<@&{role}>" for role in sorted(role_ids)[:most])
    left = len(role_ids) - most
    return say_n("{roles} and {n} more", "{roles} and {n} more", left, roles=shown) if left > 0 else shown


def ask_delete(category: Category) -> str:
    """Before a category is deleted: what becomes of its tickets."""
    return say(
        "Delete category {category}? It takes no new tickets. Its tickets stay, with their owners and those who manage "
        "tickets; its responders and viewers see them no longer.",
        category=line(category.name),
    )


def deleted(category: Category) -> str:
    """After a category was deleted."""
    return say(
        "Category {category} is deleted. Its tickets stay, with their owners and who manages tickets.",
        category=line(category.name),
    )


def listed(total: int) -> str:
    """The head of the list of categories."""
    return say_n("{n} category", "{n} categories", total)


def row(category: Category, *, with_roles: bool) -> str:
    """A category as a row of a list: at most 450 characters."""
    lines = [f"**{line(category.name, 60)}**"]
    if category.description:
        lines.append(line(category.description, 60))
    if with_roles:
        lines.append(f"-# {' · '.join(_facts(category))}")
    return "\n".join(lines)


def _facts(category: Category) -> list[str]:
    facts = [
        say("responders {roles}", roles=_roles(category.responder_role_ids, 2)),
        say("viewers {roles}", roles=_roles(category.viewer_role_ids, 2)),
    ]
    if category.ticket_limit:
        facts.append(say_n("at most {n} open each", "at most {n} open each", category.ticket_limit))
    return facts
