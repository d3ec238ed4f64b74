"""Where the desk may send to on somebody's word: public addresses by https, and what the operator allows beside them.

A URL is judged twice: as it is written, when it is given and before each try, and by the address that its name stands
for at that moment, to which the connection then goes. What can be read in two ways is refused.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_CLOSED: Final = tuple(
    ip_network(each)
    for each in (
        # Version 4, as IANA's register of special purposes has it; 168.63.129.16 serves the insides of one cloud.
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24"),
        *("192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24"),
        *("198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4", "168.63.129.16/32"),
        # Version 6: what of the global range is set apart or carries an address of version 4 in it (Teredo, 6to4).
        *("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20"),
    )
)
_GLOBAL_6: Final = IPv6Network("2000::/3")
"""All else of version 6 is local, mapped, translated (64:ff9b::/96), multicast, or not given to anybody."""

_VISIBLE: Final = re.compile(r"[\x21-\x7e]+", re.ASCII)
_NETLOC: Final = re.compile(r"(\[[0-9a-f:.]+\]|[^\[\]:]+)(:[0-9]+)?", re.ASCII | re.IGNORECASE)
_NAME: Final = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(\.(?!-)[a-z0-9-]{1,63}(?<!-))+", re.ASCII)
_ALLOWED_NAME: Final = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*", re.ASCII)
_NUMBER: Final = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)
_INSIDE: Final = ("localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "private", "arpa")
"""Last parts of names that mean something within a network alone."""
_FIRST_FREE_PORT: Final = 1024
_PORTS: Final = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Target:
    """What a URL leads to: `host` in small letters and without brackets, an address in its one form."""

    scheme: str
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the operator allows beside public addresses: hosts, each at one port or (None) at all, and networks."""

    hosts: frozenset[tuple[str, int | None]] = frozenset()
    networks: tuple[Network, ...] = ()

    def names(self, target: Target) -> bool:
        """Whether that very host is allowed, at whatever address it is."""
        return not self.hosts.isdisjoint({(target.host, target.port), (target.host, None)})

    def holds(self, address: Address) -> bool:
        """Whether a connection may go to that address: it is public, or in an allowed network."""
        return is_public(address) or any(address in each for each in self.networks)


NOTHING_MORE: Final = Allowed()
"""Public addresses alone."""


def is_public(address: Address) -> bool:
    """Whether it is an address of the open internet, under no other form than its own."""
    if isinstance(address, IPv6Address) and (address.scope_id is not None or address not in _GLOBAL_6):
        return False
    return not any(address in each for each in _CLOSED)


def why_not(url: str, allowed: Allowed) -> str | None:
    """The fault for which nothing is sent to that URL, a word of the door's table; None when there is none."""
    target = target_of(url)
    if target is None:
        return "bad_url"
    literal = literal_of(target.host)
    if allowed.names(target) or (literal is not None and any(literal in each for each in allowed.networks)):
        return None
    if target.scheme != "https":
        return "not_https"
    if target.port != _PORTS["https"] and target.port < _FIRST_FREE_PORT:
        return "closed_port"
    if literal is not None:
        return None if is_public(literal) else "not_public"
    last = target.host.rpartition(".")[2]
    named = _NAME.fullmatch(target.host) is not None and _NUMBER.fullmatch(last) is None and last not in _INSIDE
    return None if named else "not_public"


def target_of(url: str) -> Target | None:
    """What the URL leads to; None when it is no URL of the web or can be read in more than one way."""
    if _VISIBLE.fullmatch(url) is None or "\\" in url or "#" in url:
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not host or "@" in parts.netloc or "%" in parts.netloc:
        return None
    # An empty port (`host:`) and a port of 0 are read differently by different programs.
    if parts.netloc.endswith(":") or port == 0:
        return None
    literal = literal_of(host)
    if ("[" in parts.netloc and literal is None) or _NETLOC.fullmatch(parts.netloc) is None:
        return None
    return Target(parts.scheme, host if literal is None else str(literal), port or _PORTS[parts.scheme])


def literal_of(host: str) -> Address | None:
    """The address that stands in place of a name, written as addresses are; None for a name."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def parse_allowed(text: str) -> Allowed:
    """What a list such as `10.0.0.0/8, hooks.lan:8080, [::1]:9000` allows. Raises ValueError for what is none."""
    hosts: set[tuple[str, int | None]] = set()
    networks: list[Network] = []
    for each in filter(None, (part.strip() for part in text.split(","))):
        if "/" in each:
            networks.append(ip_network(each))
        else:
            hosts.add(_host_of(each.lower()))
    return Allowed(frozenset(hosts), tuple(networks))


def _host_of(text: str) -> tuple[str, int | None]:
    if text.count(":") > 1 and not text.startswith("["):
        return str(ip_address(text)), None
    target = target_of(f"http://{text}/")
    name_or_address = target is not None and (
        literal_of(target.host) is not None or _ALLOWED_NAME.fullmatch(target.host) is not None
    )
    if target is None or not name_or_address or "/" in text or "?" in text:
        raise ValueError(text)
    port = text.removesuffix("]").rpartition(":")[2] if not text.endswith("]") and ":" in text else ""
    return target.host, int(port) if port else None


def all_held(addresses: Iterable[Address], allowed: Allowed) -> bool:
    """Whether a connection may go to every one of these; to none at all, it may not."""
    found = list(addresses)
    return bool(found) and all(allowed.holds(each) for each in found)
