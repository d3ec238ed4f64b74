"""The clock of the simulated Discord: it stands still for tests, and once let go it runs with the real time."""

import time

from simcord._clock import Clock


class LiveClock(Clock):
    """SimCord's clock that can run: otherwise Discord's times would lag behind the desk's by half a second and more."""

    def __init__(self) -> None:
        self._running = False
        super().__init__()

    @property
    def elapsed(self) -> float:
        """Seconds since the simulated beginning."""
        return self._told + (time.perf_counter() - self._told_at if self._running else 0.0)

    @elapsed.setter
    def elapsed(self, seconds: float) -> None:
        self._told, self._told_at = seconds, time.perf_counter()

    def let_go(self) -> None:
        """Run from now on."""
        self.elapsed = self._told
        self._running = True
