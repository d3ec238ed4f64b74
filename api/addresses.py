"""From which address a request comes: the peer's, or what a trusted proxy says of the peer that it had."""

from collections.abc import Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Final

Network = IPv4Network | IPv6Network

FORWARDED: Final = "X-Forwarded-For"


def trusted(address: str, proxies: Sequence[Network]) -> bool:
    """Whether that is the address of a proxy whose word is taken."""
    found = _parsed(address)
    return found is not None and any(found in proxy for proxy in proxies)


def origin_of(peer: str, forwarded: Sequence[str], proxies: Sequence[Network]) -> str:
    """The right-most address on the way that is no trusted proxy: what stands before it anybody could have written.

    From anybody but a trusted proxy the header says nothing, nor does it once it cannot be read.
    """
    nearest = peer
    for said in reversed(",".join(forwarded).split(",") if trusted(peer, proxies) else []):
        found = _parsed(said.strip())
        if found is None:
            break
        nearest = str(found)
        if not trusted(nearest, proxies):
            break
    return nearest


def neighbourhood(address: str) -> str:
    """What is counted as one address: of IPv6 the 64 bits that one household or machine has to itself."""
    found = _parsed(address)
    return str(IPv6Network((found, 64), strict=False)) if isinstance(found, IPv6Address) else str(found or address)


def _parsed(text: str) -> IPv4Address | IPv6Address | None:
    try:
        found = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
