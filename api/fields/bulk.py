"""A list of objects, each of which is answered by itself."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from api.fields.checks import fault

CHANGES_AT_MOST = 100


def _objects(value: object) -> list[dict[str, Any]]:
    if not isinstance(value, list):
        raise fault("not_list")
    if not value:
        raise fault("nothing_in_it")
    if len(value) > CHANGES_AT_MOST:
        raise fault("too_many", CHANGES_AT_MOST)
    if not all(isinstance(each, dict) for each in value):
        raise fault("not_objects")
    return value


@dataclass(frozen=True)
class ListOf:
    """Describes a list whose entries are checked one by one, later, as that model."""

    model: type[BaseModel]
    most: int

    def __get_pydantic_json_schema__(self, _core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        """See pydantic."""
        items = handler(self.model.__pydantic_core_schema__)
        return {"type": "array", "items": items, "minItems": 1, "maxItems": self.most}


Objects = Annotated[list[dict[str, Any]], BeforeValidator(_objects)]
