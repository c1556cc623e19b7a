"""``syndicate edition check``: the judge of mails as a person asks it."""

from __future__ import annotations

import shutil
from datetime import timedelta

from syndicate.digests.drafting import DraftVariant
from syndicate.digests.grouping import VariantKey
from syndicate.digests.judging import MOST_VARIANTS, FoundInVariant, to_be_judged, told_once
from syndicate.digests.model import Selection
from syndicate.mail.judge.rules import told
from syndicate.publishing.wiring import Parts
from syndicate.storage.states import MailFormat
from tests.commands import Invoke, given
from tests.integration.edition_parts import MORNING, publish
from tests.integration.test_composing_choices import join_by_section
from tests.newsroom import CONFIG, Newsroom
from tests.unit.mail.quay import TEMPLATES

TEXT = MailFormat.TEXT
FOOTER = "_base/footer.mjml.j2"
#: Stands in front of the first paragraph of the footer.
AT = "<p "


def change_footer(newsroom: Newsroom, added: str) -> str:
    """Give the newsroom templates of its own with something before the footer's first paragraph; where that stands."""
    folder = newsroom.folder / "type"
    if not folder.exists():
        shutil.copytree(TEMPLATES, folder)
        newsroom.configure(CONFIG.replace("{templates}", '"type"'))
    footer = (TEMPLATES / FOOTER).read_text(encoding="utf-8")
    (folder / FOOTER).write_text(footer.replace(AT, f"{added}{AT}", 1), encoding="utf-8")
    at = footer.index(AT)
    return f"{FOOTER}:{footer.count(chr(10), 0, at) + 1}:{at - footer.rfind(chr(10), 0, at)}"


def test_what_would_be_frozen_now_is_judged_and_nothing_is_written(invoke: Invoke, newsroom: Newsroom) -> None:
    given(invoke, "collect")
    place = change_footer(newsroom, '<h4 class="title">Skipped</h4>')
    found = given(invoke, "edition", "check", "daily", code=3)
    assert (found["blocks"], found["warnings"]) == (0, 1)
    [edition] = found["editions"]
    assert (edition["newsletter"], edition["edition"]) == ("daily", None)
    [finding] = edition["findings"]
    assert (finding["severity"], finding["code"], finding["where"]) == ("warn", "heading-skipped", place)
    assert given(invoke, "edition", "list") == {"editions": []}
    code, out, _ = invoke("edition", "check")
    assert code == 3
    assert out.splitlines()[0].startswith(f"warn: {place}: <h4> follows <h2>")


def test_what_must_not_be_sent_is_told_whole(invoke: Invoke, newsroom: Newsroom) -> None:
    given(invoke, "collect")
    place = change_footer(newsroom, '<a href="/here" class="quiet tap">here</a>')
    found = given(invoke, "edition", "check", "daily", code=65)
    told = [(finding["severity"], finding["code"]) for finding in found["editions"][0]["findings"]]
    assert told == [("block", "link-not-absolute"), ("warn", "link-vague")]
    assert found["editions"][0]["findings"][1]["where"] == place


def test_what_is_wrong_in_one_variant_alone_is_told_with_it(desk: Newsroom, parts: Parts) -> None:
    publish(desk, parts, "First", "Second", section="s0")
    publish(desk, parts, "海" * 70, section="s1", published=MORNING - timedelta(hours=2))
    join_by_section(parts, 2, "s")
    everything = parts.publisher.judging.coming(parts.publisher.newsletter("daily"))
    assert (everything.variants, everything.judged_variants) == (3, 3)
    [alone] = [finding for finding in everything.findings if finding.code == "subject-long"]
    assert "a phone about 40; in the variant “海" in alone.message
    assert "(1 article, en)" in alone.message


def test_one_variant_of_each_language_and_form_is_judged_however_many_there_are() -> None:
    keys = [VariantKey(stories=(f"a{number}",), language="en") for number in range(60)]
    keys += [VariantKey(stories=("a",), language="ar"), VariantKey(stories=("a",), language="en", format=TEXT)]
    nothing = Selection(places=(), exclusions=())
    judged = to_be_judged([DraftVariant(key=key, selection=nothing, heroes={}) for key in keys])
    assert [variant.key for variant in judged] == [keys[0], keys[60], keys[61], *keys[1:48]]


def test_every_language_and_form_is_judged_where_there_are_more_of_them_than_are_judged_else() -> None:
    spoken = [f"{first}{second}" for first in "abcdefg" for second in "abcd"]
    keys = [VariantKey(stories=("a",), language=each, format=form) for each in spoken for form in MailFormat]
    nothing = Selection(places=(), exclusions=())
    variants = [DraftVariant(key=key, selection=nothing, heroes={}) for key in (*keys, *keys)]
    assert len(keys) > MOST_VARIANTS
    assert [variant.key for variant in to_be_judged(variants)] == keys


def test_what_all_variants_have_is_told_once() -> None:
    common, own = told("title-missing", "the page has no title"), told("subject-empty", "the subject is empty")
    stops = told("template-left-over", "there is no merge field x")
    found = [
        FoundInVariant(key=VariantKey(stories=(name,), language="en"), subject=name, findings=findings)
        for name, findings in {"A": (common,), "B": (common, own, stops), "C": (own, common)}.items()
    ]
    assert [str(finding) for finding in told_once(found)] == [
        "there is no merge field x; in the variant “B” (1 article, en)",
        "the page has no title",
        "the subject is empty; in the variant “B” (1 article, en) and 1 variant more",
    ]


def test_a_frozen_edition_is_judged_by_its_own_bytes(invoke: Invoke, newsroom: Newsroom) -> None:
    given(invoke, "collect")
    place = change_footer(newsroom, '<h4 class="title">Skipped</h4>')
    edition_id = given(invoke, "edition", "compose", "daily")["edition"]["id"]
    judged = given(invoke, "edition", "check", edition_id, code=3)["editions"][0]
    assert [finding["where"] for finding in judged["findings"]] == [place]
    assert not judged["is_as_frozen"]
    change_footer(newsroom, "")
    judged = given(invoke, "edition", "check", edition_id, code=3)["editions"][0]
    assert [finding["where"] for finding in judged["findings"]] == [place]
    assert judged["is_as_frozen"]
    assert invoke("edition", "check", "nothing")[0] == 1
