"""Where the desk may send to: no spelling of an inner address passes, and what the operator allows does."""

from collections.abc import Callable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.outward import NOTHING_MORE, is_public, parse_allowed, why_not

INSIDE = [
    *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"),
    *("198.18.0.0/15", "224.0.0.0/4", "240.0.0.0/4", "169.254.169.254/32", "168.63.129.16/32", "100.100.100.200/32"),
]


def parts(number: int) -> list[int]:
    return [number >> 24, number >> 16 & 255, number >> 8 & 255, number & 255]


SPELLINGS: dict[str, Callable[[int], str]] = {
    "dotted": lambda it: str(IPv4Address(it)),
    "with a dot at its end": lambda it: f"{IPv4Address(it)}.",
    "decimal": str,
    "hexadecimal": hex,
    "octal": lambda it: f"0{it:o}",
    "hexadecimal by parts": lambda it: ".".join(map(hex, parts(it))),
    "octal by parts": lambda it: ".".join(f"0{each:o}" for each in parts(it)),
    "with zeros before": lambda it: ".".join(f"{each:03d}" for each in parts(it)),
    "in two parts": lambda it: f"{it >> 24}.{it & 0xFFFFFF}",
    "in three parts": lambda it: f"{it >> 24}.{it >> 16 & 255}.{it & 0xFFFF}",
    "in other digits": lambda it: "".join(chr(ord(sign) + 0xFEE0) for sign in str(IPv4Address(it))),
    "percent-encoded": lambda it: "".join(f"%{ord(sign):02x}" for sign in str(IPv4Address(it))),
    "mapped": lambda it: f"[::ffff:{IPv4Address(it)}]",
    "mapped in hexadecimal": lambda it: f"[{IPv6Address(0xFFFF << 32 | it).exploded}]",
    "compatible": lambda it: f"[::{IPv4Address(it)}]",
    "translated": lambda it: f"[64:ff9b::{it >> 16:x}:{it & 0xFFFF:x}]",
    "translated locally": lambda it: f"[64:ff9b:1::{it >> 16:x}:{it & 0xFFFF:x}]",
    "by 6to4": lambda it: f"[2002:{it >> 16:x}:{it & 0xFFFF:x}::1]",
    "by Teredo": lambda it: f"[2001:0:{it >> 16:x}:{it & 0xFFFF:x}::1]",
}


@given(
    network=st.sampled_from(INSIDE),
    place=st.integers(min_value=0, max_value=2**32 - 1),
    spelling=st.sampled_from(sorted(SPELLINGS)),
    around=st.sampled_from(["https://{}/", "https://{}:8443/a?b=c", "HTTPS://{}", "https://{}:443/"]),
    case=st.sampled_from([str.lower, str.upper]),
)
def test_no_spelling_of_an_inner_address_passes(
    network: str, place: int, spelling: str, around: str, case: Callable[[str], str]
) -> None:
    """Fault 48."""
    inner = ip_network(network)
    number = int(inner.network_address) + place % inner.num_addresses
    url = around.format(case(SPELLINGS[spelling](number)))
    assert why_not(url, NOTHING_MORE) is not None, url


@given(st.integers(min_value=0, max_value=2**32 - 1))
def test_an_address_of_the_open_internet_passes_in_its_one_form(number: int) -> None:
    address = IPv4Address(number)
    if is_public(address):
        assert address.is_global
        assert not address.is_multicast
        assert why_not(f"https://{address}/", NOTHING_MORE) is None
    else:
        assert why_not(f"https://{address}/", NOTHING_MORE) == "not_public"


@given(st.integers(min_value=0, max_value=2**128 - 1))
def test_what_is_public_of_version_6_is_so_by_the_registers_too(number: int) -> None:
    address = IPv6Address(number)
    if is_public(address):
        assert address.is_global
        assert not any((address.is_multicast, address.is_site_local, address.ipv4_mapped, address.sixtofour))


@given(st.text(max_size=60))
def test_whatever_is_given_is_judged(text: str) -> None:
    for url in (text, f"https://{text}", f"https://{text}@example.com/"):
        why_not(url, NOTHING_MORE)


@pytest.mark.parametrize(
    "netloc", ["[v1.x]", "hooks.example.com[v1.x]", "hooks[2606:4700::1]", "[2606:4700::1]a", "[8.8.8.8]"]
)
def test_brackets_hold_an_address_of_version_6_alone(netloc: str) -> None:
    assert why_not(f"https://{netloc}/", NOTHING_MORE) == "bad_url"


@pytest.mark.parametrize(
    ("allowed", "good", "bad"),
    [
        ("10.0.0.0/8", ["http://10.1.2.3:22/", "https://10.1.2.3/"], ["http://11.0.0.1/", "http://example.com/"]),
        ("hooks.lan:8080", ["http://hooks.lan:8080/", "http://HOOKS.lan:8080/"], ["http://hooks.lan/", "http://lan/"]),
        ("printer, 127.0.0.1", ["http://printer/", "http://127.0.0.1:9/"], ["http://printer.lan/", "http://127.1/"]),
        ("[::1]:9000", ["http://[::1]:9000/", "http://[0:0::1]:9000/"], ["http://[::1]/", "http://[::2]:9000/"]),
        ("fd00::/8 , ::1", ["http://[fd00::5]/", "http://[::1]:8/"], ["http://[fe80::1]/"]),
        ("", ["https://example.com/"], ["http://example.com/", "https://localhost/"]),
    ],
)
def test_the_operator_can_allow_hosts_and_networks(allowed: str, good: list[str], bad: list[str]) -> None:
    known = parse_allowed(allowed)
    assert [url for url in good if why_not(url, known) is not None] == []
    assert [url for url in bad if why_not(url, known) is None] == []


def test_a_connection_may_go_to_an_allowed_network_under_any_name() -> None:
    allowed = parse_allowed("10.0.0.0/8")
    assert allowed.holds(ip_address("10.1.2.3"))
    assert not allowed.holds(ip_address("::ffff:10.1.2.3"))
    assert not allowed.holds(ip_address("127.0.0.1"))


@pytest.mark.parametrize(
    "text", ["10.0.0.1/8", "http://printer", "printer:0", "printer:99999", "printer:", "[::1", "a b", "me@printer", "*"]
)
def test_what_names_neither_host_nor_network_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        parse_allowed(text)
