"""An editor's words above the stories, in the mail."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import html as lxml_html

from syndicate.mail.checks import check
from syndicate.mail.digest import DigestRenderer
from syndicate.mail.dressing import dressed
from syndicate.mail.merge_fields import fields_in, read_literals
from syndicate.text.html import Outlet, sanitise, to_text
from tests.unit.mail.quay import DIGESTS, TEMPLATES

SAID = (
    '<h2>Good morning</h2><p>One<br>two, <a href="https://example.org/?a=1&amp;b=2" title="a&gt;b/">three</a></p>'
    "<ul><li>four</li></ul><hr><blockquote><p>{{five}} {% six %}</p></blockquote>"
)


@pytest.mark.parametrize("name", sorted(DIGESTS))
def test_an_introduction_is_set_in_every_script_and_blocks_nothing(name: str) -> None:
    html = sanitise(SAID, Outlet.MAIL)
    digest = replace(DIGESTS[name], introduction=html, introduction_text=to_text(html))
    rendering = DigestRenderer(TEMPLATES).render(digest)
    page = lxml_html.document_fromstring(rendering.html)
    assert page.xpath("//h2[text()='Good morning']/@style")
    assert page.xpath("//a[text()='three']/@href") == ["https://example.org/?a=1&b=2"]
    assert "{{five}} {% six %}" in str(page.xpath("string()"))
    assert fields_in(rendering.html) == ["unsubscribe_url", "preferences_url"]
    assert "{{five}} {% six %}" in read_literals(rendering.text)
    before = check(DigestRenderer(TEMPLATES).render(DIGESTS[name]), DIGESTS[name])
    assert set(check(rendering, digest)) == set(before)


def test_each_line_of_an_introduction_is_a_line_of_the_text() -> None:
    digest = replace(DIGESTS["lead-and-list"], introduction="<p>One</p>", introduction_text="One\n\n• two\n• three")
    assert "\nOne\n\n• two\n• three\n\n---" in DigestRenderer(TEMPLATES).render(digest).text


def test_without_an_introduction_a_mail_is_as_it_was() -> None:
    for digest in DIGESTS.values():
        assert DigestRenderer(TEMPLATES).render(digest) == DigestRenderer(TEMPLATES).render(
            replace(digest, introduction="", introduction_text="")
        )


def test_each_element_wears_the_class_of_its_kind_and_of_its_script() -> None:
    assert dressed("<p>a<br>b</p>", "latin") == '<p class="words">a<br />b</p>'
    assert dressed('<a href="https://x.example/">a</a>', "arabic") == (
        '<a class="link arabic" href="https://x.example/">a</a>'
    )
    assert dressed("<em>a</em>", "latin") == "<em>a</em>"


def test_headings_of_an_editor_begin_below_the_mails_own_and_leave_none_out() -> None:
    html = str(dressed("<h3>a</h3><p>b</p><h6>c</h6><h3>d</h3>", "latin"))
    assert list(re.findall(r"</?h\d", html)) == ["<h2", "</h2", "<h3", "</h3", "<h2", "</h2"]
