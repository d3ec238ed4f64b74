"""The demo's tests use the scene of the simulated Discord where they need no desk."""

from tests.simulated.conftest import scene

__all__ = ["scene"]
