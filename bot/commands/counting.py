"""How many of something, in words."""


def some(number: int, what: str) -> str:
    """`1 ticket`, `2 tickets`."""
    return f"{number} {what}{'' if number == 1 else 's'}"
