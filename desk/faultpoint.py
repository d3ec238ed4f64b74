"""Named points between two steps, where tests kill, fail or cancel the desk; in service they do nothing."""

from collections.abc import Callable

_hook: Callable[[str], None] | None = None


def faultpoint(name: str) -> None:
    """Mark a point that a fault test can strike; `name` says which step has just been done or is next."""
    if _hook is not None:
        _hook(name)


def install(hook: Callable[[str], None] | None) -> None:
    """Let a test hear of each point by name, and raise from it; None takes the hook away."""
    global _hook  # noqa: PLW0603 -- one hook a process, set by tests alone
    _hook = hook
