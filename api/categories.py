"""The operations on categories: list, create, update, delete."""

from api import representations
from api.call import Answer, Call, answer
from api.identifiers import to_id
from api.incoming import Nothing
from api.requests import CategoryBody, CategoryChangeBody, CategoryIdQuery
from desk import categories
from desk.categories import CategoryDraft
from desk.exchange import Shows
from desk.models import Category


async def list_categories(call: Call[Nothing, None]) -> Answer:
    """All categories."""
    found = await call.store.read(categories.list_categories, call.actor)
    return answer({"categories": representations.categories(found)})


async def create_category(call: Call[Nothing, CategoryBody]) -> Answer:
    """Make a category."""
    assignable = call.directory.assignable_roles(call.actor.guild_id)
    return await call.once_only(
        _shown,
        lambda made: Shows(category_id=made.id),
        categories.create,
        _draft(call.body),
        assignable,
        open_to_all=call.directory.open_to_all(call.actor.guild_id),
    )


async def update_category(call: Call[Nothing, CategoryChangeBody]) -> Answer:
    """Change what the body gives of a category."""
    assignable = call.directory.assignable_roles(call.actor.guild_id)
    category_id = to_id(call.body.category_id)
    shows = Shows(category_id=category_id)
    return await call.once_only(_shown, lambda _: shows, categories.edit, category_id, _draft(call.body), assignable)


async def delete_category(call: Call[CategoryIdQuery, None]) -> Answer:
    """Take a category out of use."""
    last = await call.store.write(categories.delete, call.actor, to_id(call.query.category_id))
    shown = representations.category(last, is_open=False, with_roles=True)
    return answer({"category": representations.deleted(shown, call.actor.at)})


def _shown(category: Category) -> dict[str, object]:
    """Whoever made or changed a category sees its roles, and is not blocked."""
    return {"category": representations.category(category, is_open=True, with_roles=True)}


def _draft(body: CategoryBody) -> CategoryDraft:
    return CategoryDraft(
        name=body.name,
        description=body.description if body.gave("description") else None,
        color=body.color if body.gave("color") else None,
        responder_role_ids=None if body.responder_role_ids is None else tuple(body.responder_role_ids),
        viewer_role_ids=None if body.viewer_role_ids is None else tuple(body.viewer_role_ids),
    )
