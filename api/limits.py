"""How much and how long the HTTP door bears from one caller, with the values that hold in service."""

from dataclasses import dataclass

from api.addresses import Network
from desk.filing import FILE_AT_MOST, TOGETHER_AT_MOST


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, times in seconds, connections in numbers.

    `form_bytes` and `form_seconds` are for a whole form with files, each of which has at most `file_bytes`; no piece of
    it may take longer than `body_seconds`.
    `head_seconds` is how long a connection may take for one request's head, or lie idle; `body_seconds` for its body.
    `patience_seconds` is how long a connection beyond those of its address waits for one of them to end.
    `spare_seconds` is how long a connection must have asked nothing to be closed for one that waits.
    `calls_per_minute` are those of one key or session, `failures_per_minute` those of one address whose key or session
    is no good. `opened_per_minute` are the tickets that one member opens, `long_per_minute` their transcripts and
    searches, whatever keys and sessions they use. `proxies` are the networks of those whose word is taken on where a
    request comes from.
    Streams of events: how many one key or session may have; how many events, and how long, a reader may be behind; how
    often a silent stream shows that it lives, its reader's rights are looked at, and news are read for all at most.
    """

    body_bytes: int = 64 * 1024
    form_bytes: int = TOGETHER_AT_MOST + 64 * 1024
    file_bytes: int = FILE_AT_MOST
    form_seconds: float = 120.0
    head_seconds: float = 10.0
    body_seconds: float = 10.0
    linger_seconds: float = 2.0
    stop_seconds: float = 5.0
    key_use_seconds: float = 60.0
    patience_seconds: float = 5.0
    spare_seconds: float = 0.5
    connections: int = 500
    connections_per_address: int = 20
    calls_per_minute: int = 600
    failures_per_minute: int = 100
    opened_per_minute: int = 30
    long_per_minute: int = 120
    proxies: tuple[Network, ...] = ()
    streams: int = 5
    stream_events: int = 256
    stream_behind_seconds: float = 10.0
    stream_beat_seconds: float = 15.0
    stream_look_seconds: float = 0.5
    stream_spacing_seconds: float = 0.05
