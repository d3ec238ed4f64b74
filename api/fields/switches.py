"""Yes and no: in a body as JSON has them, in a query as people write them."""

from typing import Annotated

from pydantic import BeforeValidator, WithJsonSchema

from api.fields.checks import chosen, fault, unless_null, written


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise fault("not_boolean")
    return value


def _flag(value: object) -> bool:
    return chosen({"true": True, "1": True, "false": False, "0": False}, "not_boolean")(written(value).lower())


Wish = Annotated[bool | None, BeforeValidator(unless_null(_boolean)), WithJsonSchema({"type": ["boolean", "null"]})]
Flag = Annotated[bool, BeforeValidator(_flag), WithJsonSchema({"type": "boolean"})]
