"""What must not leave the house."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from syndicate.articles.model import Severity
from syndicate.mail.checks import BLOCK_BYTES, FIELD_BYTES, WARN_BYTES, check, check_sender, size_of
from syndicate.mail.digest import DigestRenderer
from syndicate.mail.model import Digest, Rendering
from tests.unit.mail.quay import DIGEST, DIGESTS, TEMPLATES

LINK = '<a class="quiet tap foot-link" href="{{unsubscribe_url}}"'


@cache
def rendered() -> Rendering:
    return DigestRenderer(TEMPLATES).render(DIGEST)


def codes(html: str | None = None, text: str | None = None, digest: Digest = DIGEST) -> list[tuple[str, Severity]]:
    good = rendered()
    rendering = Rendering(html=good.html if html is None else html, text=good.text if text is None else text)
    return [(finding.code, finding.severity) for finding in check(rendering, digest)]


def blocks(code: str) -> list[tuple[str, Severity]]:
    return [(code, Severity.BLOCK)]


@pytest.mark.parametrize("name", DIGESTS)
def test_our_own_digests_pass(name: str) -> None:
    digest = DIGESTS[name]
    assert check(DigestRenderer(TEMPLATES).render(digest), digest) == ()


def padded(size: int) -> str:
    html = rendered().html
    missing = size - size_of(Rendering(html=html, text=""))
    return html.replace("</h1>", "</h1>" + "x" * missing, 1)


@pytest.mark.parametrize(
    ("size", "expected"),
    [
        (WARN_BYTES, []),
        (WARN_BYTES + 1, [("mail-large", Severity.WARN)]),
        (BLOCK_BYTES, [("mail-large", Severity.WARN)]),
        (BLOCK_BYTES + 1, blocks("mail-too-large")),
    ],
)
def test_size_is_judged_in_bytes_with_the_longest_merge_fields(size: int, expected: list[tuple[str, Severity]]) -> None:
    assert codes(padded(size)) == expected


def test_size_counts_utf_8_and_what_will_stand_in_the_merge_fields() -> None:
    assert size_of(Rendering(html="ä{{unsubscribe_url}}", text="")) == 2 + FIELD_BYTES


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (LINK, '<a href="https://quay.example/"', "unsubscribe-count"),
        (LINK, f"{LINK}>x</a>{LINK}", "unsubscribe-count"),
        (LINK, f'{LINK} style="display: none"', "unsubscribe-hidden"),
        (LINK, f'{LINK} style="font-size: 0"', "unsubscribe-hidden"),
        (LINK, f'{LINK} style="opacity:0;color:red"', "unsubscribe-hidden"),
        (LINK, f"{LINK} inert", "unsubscribe-hidden"),
        ('class="foot"', 'class="foot" style="max-height:0px"', "unsubscribe-hidden"),
        (">Unsubscribe<", "><", "unsubscribe-hidden"),
        ("20457 Hamburg", "somewhere", "postal-address-missing"),
        ('alt="A white ferry under a low sun, seen from the old basin"', "", "picture-without-alt"),
        ('alt="A white van on a green hill"', 'alt=" "', "link-without-text"),
        (' width="600" height', " height", "picture-without-size"),
        ('height="338"', 'height="auto"', "picture-without-size"),
        ('src="https://quay.example/media/ferry.jpg"', 'src="/media/ferry.jpg"', "picture-not-absolute"),
        ('src="https://quay.example/media/ferry.jpg"', 'src="data:image/png;base64,AA"', "picture-not-absolute"),
        ('href="https://quay.example/feeds/rss.xml"', 'href="/feeds/rss.xml"', "link-not-absolute"),
        ('href="https://quay.example/feeds/rss.xml"', 'href="javascript:alert(1)"', "link-not-absolute"),
        ('href="https://quay.example/feeds/rss.xml"', 'href="https:///rss.xml"', "link-not-absolute"),
        (">View in browser<", "><", "link-without-text"),
        ("Night trains", "{{name}} trains", "template-left-over"),
        ("Night trains", "{{ x trains", "template-left-over"),
        ("Night trains", "{% if x %} trains", "template-left-over"),
    ],
)
def test_what_is_missing_or_wrong_in_the_html_blocks(old: str, new: str, code: str) -> None:
    html = rendered().html
    assert old in html
    found = [
        finding for finding in codes(html.replace(old, new)) if finding[0] != "link-without-text" or code == finding[0]
    ]
    assert (code, Severity.BLOCK) in found


def test_a_digest_without_a_postal_address_is_blocked() -> None:
    assert codes(digest=replace(DIGEST, postal_address=" ")) == blocks("postal-address-missing")


def test_the_text_part_needs_its_link_and_address_too() -> None:
    assert codes(text=rendered().text.replace("{{unsubscribe_url}}", "x")) == blocks("unsubscribe-count")
    assert codes(text=rendered().text.replace("Basin", "x")) == blocks("postal-address-missing")


def test_a_mail_without_a_body_is_judged_all_the_same() -> None:
    assert ("unsubscribe-count", Severity.BLOCK) in codes(html="<frameset></frameset>")


# --- headers ---------------------------------------------------------------------------


@pytest.mark.parametrize("subject", ["a" * 68 + " and more", "Ä" * 400, "=?utf-8?q?Hello=0D=0ABcc:_v@evil.test?=", ""])
def test_a_headline_that_can_be_written_as_a_header_passes(subject: str) -> None:
    assert codes(digest=replace(DIGEST, subject=subject)) == []


def test_a_headline_that_would_be_refused_at_every_delivery_stops_the_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("syndicate.mail.message.unstructured", lambda _, text: f"\r\n {text}")
    assert codes(digest=replace(DIGEST, subject="A headline of no other test")) == blocks("subject-unfit")


def test_a_sender_that_can_be_written_as_a_header_passes() -> None:
    assert check_sender("Küstenblatt, täglich", "news@quay.example", "desk@quay.example") == ()
    assert check_sender("", "news@quay.example", None) == ()


@pytest.mark.parametrize(("address", "reply_to"), [("nobody", None), ("news@quay.example", "jürgen@quay.example")])
def test_a_sender_that_would_be_refused_at_every_delivery_stops_the_edition(address: str, reply_to: str | None) -> None:
    assert [finding.code for finding in check_sender("The Quay", address, reply_to)] == ["sender-unfit"]


def test_a_template_that_does_not_show_a_correction_is_refused() -> None:
    corrected = DIGESTS["corrected"]
    assert codes(digest=corrected) == blocks("correction-missing") * 2 * len(corrected.corrections)
