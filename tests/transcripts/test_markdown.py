"""What members type as Discord's Markdown: drawn as Discord draws it, and nothing else of it is."""

from urllib.parse import urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.transcripts.markdown import parsed, rendered
from desk.models import Attachment
from tests.transcripts.elements import Elements
from tests.transcripts.hostile import LINKS, MARKUP, Hostile


class Few:
    """One of each is known."""

    def member(self, user_id: int) -> str | None:
        """A member."""
        return "Ann" if user_id == 1 else None

    def role(self, role_id: int) -> str | None:
        """A role."""
        return "Helpers" if role_id == 1 else None

    def channel(self, channel_id: int) -> str | None:
        """A channel."""
        return "rules" if channel_id == 1 else None

    def file(self, _attachment: Attachment) -> str | None:
        """A file."""
        return None


def drawn(text: str) -> str:
    return str(rendered(text, Few())).strip()


def link(url: str, text: str | None = None) -> str:
    return f'<a href="{url}" rel="noopener noreferrer nofollow">{text or url}</a>'


def mention(text: str) -> str:
    return f'<bdi class="mention">{text}</bdi>'


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("plain & <b>", "<p>plain &amp; &lt;b&gt;</p>"),
        ("one\ntwo", "<p>one<br>\ntwo</p>"),
        ("**b** *i* _i_ __u__ ~~s~~", "<p><strong>b</strong> <em>i</em> <em>i</em> <u>u</u> <s>s</s></p>"),
        ("snake_case_word", "<p>snake_case_word</p>"),
        (r"\*no\*", "<p>*no*</p>"),
        ("&amp;", "<p>&amp;amp;</p>"),
        ("`a*b*`", "<p><code>a*b*</code></p>"),
        ("```py\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>"),
        ("||**x**||", '<p><span class="spoiler" tabindex="0"><strong>x</strong></span></p>'),
        ("|||| a || b", '<p><span class="spoiler" tabindex="0">|| a </span> b</p>'),
        ("# a", '<p class="h1">a</p>'),
        ("#### a", "<p>#### a</p>"),
        ("#a", "<p>#a</p>"),
        ("-# a", '<p class="small">a</p>'),
        ("> a\nb", "<blockquote>\n<p>a</p>\n</blockquote>\n<p>b</p>"),
        (">a", "<p>&gt;a</p>"),
        (">>> a\nb", "<blockquote>\n<p>a<br>\nb</p>\n</blockquote>"),
        ("```\n> a\n```", "<pre><code>&gt; a\n</code></pre>"),
        ("<@1> <@!1> <@2>", " ".join(map(mention, ("@Ann", "@Ann", "@2")))),
        ("<@&1> <#1> </ticket open:1>", " ".join(map(mention, ("@Helpers", "#rules", "/ticket open")))),
        ("<a:hi:1>", '<bdi class="emoji">:hi:</bdi>'),
        ("<t:0:R>", '<time datetime="1970-01-01T00:00:00Z">1970-01-01 00:00 UTC</time>'),
        ("<t:999999999999>", "&lt;t:999999999999&gt;"),
        ("see https://x.y/a_b_(c)).", f"see {link('https://x.y/a_b_(c)')})."),
        ("[a](https://x.y/z)", f"{link('https://x.y/z', 'a')} <bdi class=\"host\">(x.y)</bdi>"),
        ("https://good.com@evil.com/", f"{link('https://good.com@evil.com/')} <bdi class=\"host\">(evil.com)</bdi>"),
        ("<https://x.y>", link("https://x.y")),
        ("![a](https://x.y)", f"!{link('https://x.y', 'a')} <bdi class=\"host\">(x.y)</bdi>"),
        ("[a](javascript:x)", "[a](javascript:x)"),
        ("[a]() [b]( ) [](<>)", "[a]() [b]( ) [](&lt;&gt;)"),
        ("<a@b.c>", "&lt;a@b.c&gt;"),
        ("ftp://x.y", "ftp://x.y"),
    ],
)  # fmt: skip
def test_what_discord_draws_is_drawn_and_all_else_is_shown(typed: str, shown: str) -> None:
    assert drawn(typed) == (shown if shown.startswith(("<p", "<pre", "<block")) else f"<p>{shown}</p>")


SIGNS = st.text(alphabet="<>&\"'`*_~|[]()!#-+.:/\\ \n\tjavscriptht1@t") | st.text()
MARKS = (
    "||",
    "**",
    "[",
    "](",
    ")",
    "https://",
    "javascript:",
    "<",
    ">",
    "> ",
    ">>> ",
    "```",
    "\n",
    "-# ",
    "<@1>",
    "a",
    '"',
)
PIECES = st.lists(st.sampled_from(MARKS), max_size=40).map("".join)


@given(SIGNS | PIECES)
@example(MARKUP)
@example(LINKS)
@example("http://[x")
@example("> " * 500)
@example("||" * 700)
def test_no_text_becomes_more_than_the_few_elements_and_web_links(text: str) -> None:
    """C08, fault 39."""
    found = Elements(str(rendered(text, Hostile())))
    assert found.strange == []
    assert {urlsplit(url).scheme for url in found.links} <= {"http", "https"}


@given(st.text(alphabet="ab1.)( \n-#\u2028\v&\"':") | SIGNS)
def test_plain_sentences_are_shown_as_the_parser_would(text: str) -> None:
    assert rendered(text, Few()) == parsed(text, Few())
