"""Discord's Markdown as HTML: what Discord draws is drawn, and every other sign is shown as it was typed.

Raw HTML is off and no link leads anywhere but to http and https. What Discord draws and CommonMark does not know are
rules of our own: mentions, emojis and times, spoilers, underline, small print, quotes to the end.
"""

import re
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.heading import heading as commonmark_heading
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.link import link as commonmark_link
from markdown_it.token import Token
from markupsafe import Markup

from bot.transcripts.names import Names
from bot.transcripts.signs import ENTITY, entity_html

_ENABLED: Final = (
    "emphasis",
    "strikethrough",
    "backticks",
    "escape",
    "newline",
    "link",
    "autolink",
    "fence",
    "blockquote",
    "list",
)
_SCHEME = re.compile(r"(?:^|[^a-z0-9.+-])(https?)$", re.IGNORECASE)
_ADDRESS = re.compile(r"://[^\s<>|\"`]+")
_TO_NOWHERE = re.compile(r"\]\(\s*\)$")
_LOOSE_END: Final = ".,:;!?'*_~\\"
_HEADING = re.compile(r"#{1,3}[ \t]")
_FENCE = "```"
# What may be more than words and ends of lines.
_DRAWN = re.compile(r"[\\*_~`|<\[\0\r\t]|://|^[ ]|[ ]$|^(?:[#>+-]|\d+[.)])|^\n", re.MULTILINE)


def rendered(text: str, names: Names) -> Markup:
    """The text as HTML of the few elements that these rules make; nothing in it can be anything else."""
    if text == text.strip() and _DRAWN.search(text) is None:
        # Most messages are plain sentences, and the parser takes twenty times as long.
        lines = escapeHtml(text).replace("\n", "<br>\n")
        return Markup(f"<p>{lines}</p>\n" if text else "")  # noqa: S704 -- escaped a line above
    return parsed(text, names)


def parsed(text: str, names: Names) -> Markup:
    """The same by the parser, whatever the text is."""
    return Markup(_PARSER.render(_quoted(text), {"names": names}))  # noqa: S704 -- the parser escapes whatever it shows


def _quoted(text: str) -> str:
    """The text with Discord's ways to quote as CommonMark has them: `>>> ` to the end, and only `> ` for one line."""
    lines: list[str] = []
    fenced, to_the_end, quoting = False, False, False
    for typed in text.split("\n"):
        line = typed
        if not fenced and not to_the_end:
            if typed.startswith(">>> "):
                to_the_end, line = True, typed[4:]
            elif typed.startswith(">") and not typed.startswith("> "):
                line = "\\" + typed
        quoted = to_the_end or (not fenced and line.startswith("> "))
        if quoting and not quoted:
            # A quote ends with its line here, and CommonMark would take the next one into it.
            lines.append("")
        lines.append(f"> {line}" if to_the_end else line)
        quoting = quoted
        if line.count(_FENCE) % 2:
            fenced = not fenced
    return "\n".join(lines)


def _is_web(url: str) -> bool:
    """Whether that address may become a link."""
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return False


def _entity(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 -- as the parser calls its rules
    """A mention, emoji, time or command, between angles."""
    found = ENTITY.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "<" else None
    if found is None:
        return False
    if not silent:
        token = state.push("entity", "", 0)
        token.content = found[0]
    state.pos = found.end()
    return True


def _spoiler(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 -- as the parser calls its rules
    """What stands between two pairs of bars."""
    start = state.pos + 2
    if not state.src.startswith("||", state.pos):
        return False
    # There is at least one sign between them, as in Discord.
    end = state.src.find("||", start + 1, state.posMax)
    if end < 0:
        return False
    if not silent:
        most = state.posMax
        state.pos, state.posMax = start, end
        state.push("spoiler_open", "span", 1)
        state.md.inline.tokenize(state)
        state.push("spoiler_close", "span", -1)
        state.posMax = most
    state.pos = end + 2
    return True


def _link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 -- as the parser calls its rules
    """A link with words of its own. CommonMark has some without an address; Discord shows them as they are typed."""
    start = state.pos
    if not commonmark_link(state, silent=True):
        return False
    if _TO_NOWHERE.search(state.src[start : state.pos]):
        state.pos = start
        return False
    if silent:
        return True
    state.pos = start
    return commonmark_link(state, silent=False)


def _bare_link(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 -- as the parser calls its rules
    """An address that stands in the text by itself; it is met at the colon, when its scheme is read already."""
    if state.src[state.pos] != ":" or state.linkLevel > 0:
        return False
    scheme = _SCHEME.search(state.pending)
    address = _ADDRESS.match(state.src, state.pos, state.posMax)
    if scheme is None or address is None:
        return False
    rest = _without_loose_end(address[0])
    url = state.md.normalizeLink(scheme[1] + rest)
    if not state.md.validateLink(url):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[1])]
        token = state.push("link_open", "a", 1)
        token.attrs = {"href": url}
        token.info = "auto"
        state.push("text", "", 0).content = scheme[1] + rest
        state.push("link_close", "a", -1).info = "auto"
    state.pos += len(rest)
    return True


def _without_loose_end(address: str) -> str:
    """The address without the signs of the sentence around it, and without a bracket that it did not open."""
    while address and (address[-1] in _LOOSE_END or (address[-1] == ")" and address.count(")") > address.count("("))):
        address = address[:-1]
    return address


def _heading(state: StateBlock, first: int, last: int, silent: bool) -> bool:  # noqa: FBT001 -- as the parser calls it
    """Discord knows three levels of headings."""
    at = state.bMarks[first] + state.tShift[first]
    if not _HEADING.match(state.src, at, state.eMarks[first]):
        return False
    return commonmark_heading(state, first, last, silent)


def _small(state: StateBlock, first: int, _last: int, silent: bool) -> bool:  # noqa: FBT001 -- as the parser calls it
    """A line of small print."""
    at = state.bMarks[first] + state.tShift[first]
    content = state.src[at + 3 : state.eMarks[first]].strip()
    if not state.src.startswith("-# ", at) or not content:
        return False
    if not silent:
        state.line = first + 1
        state.push("small_open", "p", 1).map = [first, state.line]
        token = state.push("inline", "", 0)
        token.content, token.map, token.children = content, [first, state.line], []
        state.push("small_close", "p", -1)
    return True


class _Renderer(RendererHTML):
    """How the tokens are drawn that are not drawn as CommonMark would."""

    def entity(self, tokens: Sequence[Token], at: int, _options: Any, env: Any) -> str:
        return str(entity_html(tokens[at].content, env["names"]))

    def strong_open(self, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
        return "<u>" if tokens[at].markup == "__" else "<strong>"

    def strong_close(self, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
        return "</u>" if tokens[at].markup == "__" else "</strong>"

    def link_open(self, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
        href = escapeHtml(str(tokens[at].attrs["href"]))
        return f'<a href="{href}" rel="noopener noreferrer nofollow">'

    def link_close(self, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
        opening = next(it for it in reversed(tokens[:at]) if it.type == "link_open")
        parts = urlsplit(str(opening.attrs["href"]))
        if tokens[at].info == "auto" and "@" not in parts.netloc:
            return "</a>"
        host = parts.hostname or ""
        return f'</a> <bdi class="host">({escapeHtml(host)})</bdi>'

    def fence(self, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
        return f"<pre><code>{escapeHtml(tokens[at].content)}</code></pre>\n"

    def heading_open(self, tokens: Sequence[Token], at: int, _options: Any, _env: Any) -> str:
        return f'<p class="{tokens[at].tag}">'

    def heading_close(self, _tokens: Sequence[Token], _at: int, _options: Any, _env: Any) -> str:
        return "</p>\n"

    def small_open(self, _tokens: Sequence[Token], _at: int, _options: Any, _env: Any) -> str:
        return '<p class="small">'

    def spoiler_open(self, _tokens: Sequence[Token], _at: int, _options: Any, _env: Any) -> str:
        return '<span class="spoiler" tabindex="0">'


def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "breaks": True}, renderer_cls=_Renderer).enable([*_ENABLED])
    parser.validateLink = _is_web  # type: ignore[method-assign]  # the parser is made to be told so
    parser.inline.ruler.at("link", _link)
    parser.inline.ruler.before("autolink", "entity", _entity)
    parser.inline.ruler.before("entity", "spoiler", _spoiler)
    parser.inline.ruler.before("escape", "bare_link", _bare_link)
    parser.inline.add_terminator_char("|")
    interrupts: RuleOptionsType = {"alt": ["paragraph", "blockquote", "list"]}
    parser.block.ruler.before("list", "discord_heading", _heading, interrupts)
    parser.block.ruler.before("list", "small", _small, interrupts)
    return parser


_PARSER: Final = _parser()
