"""What an operator watches. No member asks for it: it is counted over all guilds, and names nothing."""

from desk.exchange import Gauges
from desk.store import Tx


def gauges(tx: Tx, now: str) -> Gauges:
    """How much there is at this time."""
    return tx.meters.read(now)
