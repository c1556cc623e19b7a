"""Whatever says that an article is withheld keeps it back, in every format; whatever does not, does not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from syndicate.articles.intake import IntakeDecision, decide
from syndicate.articles.model import Severity, Status
from tests.unit.articles.article_samples import LEAD, SECOND, a_dump, codes, reading_of
from tests.unit.articles.feed_samples import drafts_of
from tests.unit.articles.page_samples import a_page, a_script, described
from tests.unit.articles.withholding_samples import (
    BODY,
    a_post,
    a_post_of_the_api,
    an_entry,
    an_export,
    an_item_of_json,
    an_object,
    an_rss_item,
    front,
    headed,
)

NOW = datetime(2026, 11, 28, 9, tzinfo=UTC)
LOCKED = {"password": "anchor"}


def decided(text: str) -> IntakeDecision:
    """What becomes of the only article of a document."""
    (draft,) = [draft for name, draft in drafts_of(text).items() if name or len(drafts_of(text)) == 1]
    return decide(draft, None, NOW)


def blocks(decision: IntakeDecision) -> list[str]:
    return [found.code for found in decision.findings if found.severity is Severity.BLOCK]


HELD_BY_FRONT_MATTER = [
    "draft: true",
    "Draft: yes",
    "DRAFT: 1",
    "isDraft: true",
    "is_draft: 'true'",
    "is-draft: on",
    "draft: ja",
    "draft: maybe",
    "draft: ture",
    "draft: 2",
    "draft: [true]",
    "draft: [a, b]",
    "published: false",
    "Published: no",
    'published: "false"',
    "published: 0",
    "published: draft",
    "published: soon, perhaps",
    "is_published: false",
    "isPublished: no",
    "publish: false",
    "dg-publish: false",
    "public: false",
    "listed: false",
    "visible: no",
    "enabled: 0",
    "private: true",
    "isPrivate: true",
    "private: friends",
    "hidden: true",
    "Hidden: yes",
    "_hidden: yes",
    "_discoverable: no",
    "unlisted: true",
    "visibility: private",
    "visibility: members",
    "Visibility: paid",
    "visibility: unlisted",
    "visibility: hidden",
    "visibility: password",
    "postVisibility: restricted",
    "visibility: 12",
    "password: anchor",
    "post_password: '1234'",
    "protected: true",
    "archived: true",
    "deleted: true",
    "trashed: 1",
    "expired: true",
    "embargo: true",
    "embargoed: yes",
    "scheduled: true",
    "eleventyExcludeFromCollections: true",
    "permalink: false",
    "headless: true",
    "render: false",
    "output: false",
    "_build: {render: never, list: never}",
    "build:\n  render: false",
    "_status: draft",
    "post_status: pending",
    "postStatus: future",
    "pubstatus: withheld",
    "pubstatus: canceled",
    "published_at: null",
    "publishedAt: ~",
    "deleted_at: 2024-03-01",
    "archivedAt: true",
    "expires: 2023-03-31",
    "expiryDate: 2023-03-31T10:00:00Z",
    "expiry_date: 31 March 2023",
    "unpublish_date: 2024-01-01",
    "unpublish-on: 2024-01-01",
    "publish_down: 2020-01-01 00:00:00",
    "Expires: 1700000000",
    "expires: when the tide turns",
    "expires: [a, b]",
    "publishDate: when the mayor calls",
    "publish_at: 32.13.2031",
    "pubDate: {a: b}",
    "publishDate: never",
    "publicationState: preview",
    "publishing_state: draft",
    "deleted: 2024-05-06",
    "archived: 2024-05-06",
    "unpublish: 2024-05-06",
    "unpublish: true",
]
STATUSES = [
    "draft", "Draft", "DRAFT", "in-review", "In Review", "inReview", "IN_REVIEW", "Needs Review", "needs-review",
    "ready for review", "to be reviewed", "unreviewed", "not reviewed", "pending", "pending approval",
    "awaiting approval",
    "waiting for the lawyer", "scheduled", "future", "queued", "private", "internal only", "confidential", "secret",
    "hidden", "unlisted", "unpublished", "Not published", "not-yet-published", "not public", "non publié", "embargoed",
    "on hold",
    "trash", "trashed", "deleted", "spam", "archived", "expired", "obsolete", "incomplete", "unfinished", "WIP",
    "work in progress", "in-progress", "todo", "to do", "idea", "rejected", "withdrawn", "disabled", "inactive",
    "rough draft", "draft (2)", "first_draft", "members-only", "subscribers only", "auto-draft", "not ready", "unready",
    "Entwurf", "In Prüfung", "in Pruefung", "zu prüfen", "nicht veröffentlicht", "unveröffentlicht", "geplant",
    "Papierkorb", "gesperrt", "brouillon", "En attente", "en attente de relecture", "programmé", "privé",
    "À relire", "à publier", "Sin publicar",
    "borrador",
    "Pendiente de revisión", "no publicado", "rascunho", "não publicado", "agendado", "bozza", "non pubblicato",
    "in attesa", "concept", "niet gepubliceerd", "utkast", "kladde", "luonnos", "szkic", "wersja robocza",
    "nieopublikowany", "koncept", "черновик", "не опубликовано", "чернетка", "на проверке", "приватно", "taslak",
    "beklemede", "مسودة", "טיוטה", "下書き", "非公開", "草稿", "未发布", "待审核", "초안", "비공개",
    "0", "false", "no", "-2",
]  # fmt: skip
PUBLIC_STATUSES = [
    "published", "Published", "public", "publish", "live", "final", "approved", "Veröffentlicht", "publié", "publicado",
    "pubblicato", "опубліковано", "公開", "1", "true", "done",
]  # fmt: skip
TOLD_STATUSES = [
    "Texas", "NE", "New Mexico", "featured", "closed", "open", "sticky", "Bavaria", "peer-reviewed", "resolved",
    "preprint", "Undrafted", "privateer", "Trashville",
]  # fmt: skip


@pytest.mark.parametrize("line", HELD_BY_FRONT_MATTER)
def test_front_matter_that_withholds_is_obeyed(line: str) -> None:
    decision = decided(front("date: 2024-05-06", line))
    assert decision.status is Status.HELD
    assert decision.is_withheld
    assert decision.reason


@pytest.mark.parametrize("key", ["status", "Status", "state", "STATE", "article_status", "workflowState", "statut"])
@pytest.mark.parametrize("status", STATUSES)
def test_a_free_status_with_a_word_of_withholding_holds(status: str, key: str) -> None:
    decision = decided(front(f'{key}: "{status}"'))
    assert (decision.status, blocks(decision)) == (Status.HELD, ["draft"])


@pytest.mark.parametrize("status", PUBLIC_STATUSES)
def test_a_free_status_that_says_public_is_not_told(status: str) -> None:
    decision = decided(front("date: 2024-05-06", f'status: "{status}"'))
    assert (decision.status, decision.findings) == (Status.PUBLISHED, ())


@pytest.mark.parametrize("key", ["status", "state"])
@pytest.mark.parametrize("status", TOLD_STATUSES)
def test_any_other_free_status_is_told_and_lets_the_article_out(status: str, key: str) -> None:
    decision = decided(front("date: 2024-05-06", f'{key}: "{status}"'))
    assert (decision.status, codes_of(decision)) == (Status.PUBLISHED, ["status-unknown"])
    assert decision.findings[0].quote == status


def codes_of(decision: IntakeDecision) -> list[str]:
    return [found.code for found in decision.findings]


@pytest.mark.parametrize(
    "line",
    [
        *(
            "publishDate: 2031-01-01T09:00:00Z",
            "publish-date: 2031-01-01T09:00:00Z",
            "PublishDate: 2031-01-01T09:00:00Z",
        ),
        *("publish_date: 2031-01-01 10:00 +01:00", "pubDate: Wed, 01 Jan 2031 09:00:00 GMT", "publish_at: 1925024400"),
        *("publishAt: 1925024400000", "publishedAt: 2031-01-01T09:00:00Z", "published: 2031-01-01T09:00:00Z"),
        *("publish: 2031-01-01T09:00Z", "scheduled: 2031-01-01T09:00:00Z", "scheduled_for: 2031-01-01T09:00:00Z"),
        *("scheduledAt: 20310101T090000Z", "publish_on: 2031-01-01T09:00:00Z", "embargo: 2031-01-01T09:00:00Z"),
        *("embargo_until: 2031-01-01T09:00:00Z", "Embargoed-Until: 2031-01-01T09:00:00Z", "Date: 2031-01-01T09:00:00Z"),
        *(
            "embargoed: 2031-01-01T09:00:00Z",
            "go_live_at: 2031-01-01T09:00:00Z",
            "releaseDate: 2031-01-01T09:00:00Z",
            "publish_up: 2031-01-01T09:00:00Z",
        ),
        "publishDate: [2031-01-01T09:00:00Z]",
        'publishDate: {"$date": "2031-01-01T09:00:00Z"}',
    ],
)
def test_a_date_ahead_is_an_embargo_until_then(line: str) -> None:
    lines = (line,) if line.startswith("Date") else ("date: 2024-05-06", line)
    decision = decided(front(*lines))
    assert (decision.status, decision.embargo_until) == (Status.PUBLISHED, datetime(2031, 1, 1, 9, tzinfo=UTC))
    assert decision.draft is not None
    assert "setting-unknown" not in codes(decision.draft)


def test_the_latest_date_of_publication_is_the_articles_own() -> None:
    draft = reading_of(front("date: 2024-05-06", "publishDate: 2031-01-01T09:00:00Z"))
    assert draft.published is not None
    assert draft.published.at == datetime(2031, 1, 1, 9, tzinfo=UTC)
    earlier = reading_of(front("date: 2024-05-06T00:00Z", "pubDate: 2020-01-01"))
    assert earlier.published is not None
    assert earlier.published.at.year == 2024
    alone = reading_of(front("pubDate: 2020-01-01"))
    assert alone.published is not None


@pytest.mark.parametrize(
    "line",
    [
        *("expires: 2031-01-01T09:00:00Z", "expiryDate: 2031-01-01T09:00:00Z", "unpublish_at: 2031-01-01T09:00:00Z"),
        *(
            "Expiration-Date: 2031-01-01T09:00:00Z",
            "expires_at: 1925024400",
            "validUntil: 2031-01-01T09:00:00Z",
            "unpublish: 2031-01-01T09:00:00Z",
        ),
    ],
)
def test_an_expiry_ahead_is_kept(line: str) -> None:
    decision = decided(front("date: 2024-05-06", line))
    assert (decision.status, decision.expires_at) == (Status.PUBLISHED, datetime(2031, 1, 1, 9, tzinfo=UTC))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (front("draft = true", fence="+++"), "draft"),
        (front('status = "pending"', fence="+++"), "draft"),
        (front("expiryDate = 2023-03-31", fence="+++"), "expired"),
        ('{"title": "x", "published": false}\n\n' + BODY, "draft"),
        (headed("Status: draft"), "draft"),
        (headed("status: hidden"), "draft"),
        (headed("STATUS: skip"), "draft"),
        (headed("Status: whatever"), "draft"),
        (headed("Date: 2024-05-06", "Visibility: friends"), "withheld"),
        (headed("Draft: true"), "draft"),
        (f"Status: draft\nDate: 2024-05-06\n\n# Night ferry\n\n{BODY}", "draft"),
        (f"# Night ferry\n\nStatus: Draft\nTags: Harbour\n\n{BODY}", "draft"),
        (f"# Night ferry\n\nPublish: No\n\n{BODY}", "draft"),
        (f"# Night ferry\nOwner: Ann\nStatus: In progress\n\n{BODY}", "draft"),
        (an_object(published=False), "draft"),
        (an_object(draft="yes"), "draft"),
        (an_object(Draft=True), "draft"),
        (an_object(status=0), "draft"),
        (an_object(status=False), "draft"),
        (an_object(status=[{"value": False}]), "draft"),
        (an_object(state=-2), "draft"),
        (an_object(publishedAt=None), "draft"),
        (an_object(published_at=None), "draft"),
        (an_object(_id="drafts.4711"), "draft"),
        (an_object(status="sent", lexical="{}"), "draft"),
        (an_object(visibility="tiers"), "withheld"),
        (an_object(creativeWorkStatus={"name": "Draft"}), "draft"),
        (an_object(unlisted=1), "withheld"),
        (an_object(**LOCKED), "protected"),
        (an_object(expires="2021-01-01T00:00:00Z"), "expired"),
        (an_object(expires="no idea"), "expiry-unclear"),
        (an_object(publish_at="no idea"), "embargo-unclear"),
        (an_item_of_json(draft=True), "draft"),
        (an_item_of_json(_draft=True), "draft"),
        (an_item_of_json(status="scheduled"), "draft"),
        (an_item_of_json(visibility="private"), "withheld"),
        (an_item_of_json(expires="2021-01-01"), "expired"),
        (a_post_of_the_api(status="draft"), "draft"),
        (a_post_of_the_api(status="made-up"), "draft"),
        (a_post_of_the_api(**LOCKED), "protected"),
        (a_post_of_the_api(content={"rendered": "<p>x</p>", "protected": True}), "wordpress-protected"),
        (an_export(a_post(status="draft")), "draft"),
        (an_export(a_post(status="pending")), "draft"),
        (an_export(a_post(status="private")), "draft"),
        (an_export(a_post(status="future")), "draft"),
        (an_export(a_post(status="trash")), "draft"),
        (an_export(a_post(status="auto-draft")), "draft"),
        (an_export(a_post(status="made-up")), "draft"),
        (an_export(a_post(status="")), "draft"),
        (an_export(a_post(status=None)), "draft"),
        (an_export(a_post("<wp:post_password>anchor</wp:post_password>")), "protected"),
        (an_export(a_post(status="draft"), head=""), "draft"),
        (
            an_export(
                a_post(
                    "<wp:postmeta><wp:meta_key>_expiration-date</wp:meta_key>"
                    "<wp:meta_value>1600000000</wp:meta_value></wp:postmeta>"
                )
            ),
            "expired",
        ),
        (
            an_entry('<app:control xmlns:app="http://www.w3.org/2007/app"><app:draft>yes</app:draft></app:control>'),
            "draft",
        ),
        (an_entry('<a:control xmlns:a="http://www.w3.org/2007/app"><a:draft> YES </a:draft></a:control>'), "draft"),
        (an_entry('<p:control xmlns:p="http://purl.org/atom/app#"><p:draft>yes</p:draft></p:control>'), "draft"),
        (
            an_entry('<app:control xmlns:app="http://www.w3.org/2007/app"><app:draft>?</app:draft></app:control>'),
            "draft",
        ),
        (an_entry('<app:control xmlns:app="http://www.w3.org/2007/app"><app:draft/></app:control>'), "draft"),
        (
            an_rss_item('<app:control xmlns:app="http://www.w3.org/2007/app"><app:draft>yes</app:draft></app:control>'),
            "draft",
        ),
        (an_rss_item("<status>draft</status>"), "draft"),
        (an_rss_item("<draft>true</draft>"), "draft"),
        (an_rss_item("<expirationDate>2020-01-01</expirationDate>"), "expired"),
        (
            an_entry(
                '<b:type xmlns:b="http://schemas.google.com/blogger/2018">POST</b:type>'
                '<b:status xmlns:b="http://schemas.google.com/blogger/2018">DRAFT</b:status>'
            ),
            "draft",
        ),
        (
            an_entry(
                '<b:status xmlns:b="http://schemas.google.com/blogger/2018">LIVE</b:status>'
                '<b:trashed xmlns:b="http://schemas.google.com/blogger/2018">2024-01-01T00:00:00Z</b:trashed>'
            ),
            "expired",
        ),
        (a_dump(crumb=None, dateline=None).replace("\n\n", "\nStatus: Draft\n\n", 1), "draft"),
        ("Status: draft\n\n" + a_dump(), "draft"),
        (f":title: Night ferry\n:status: draft\n\n{BODY}", "draft"),
        (f"<!--\n.. title: Night ferry\n.. status: draft\n-->\n\n{BODY}", "draft"),
        (f"Title: Night ferry\n\n----\n\nStatus: draft\n\n----\n\nText: {BODY}", "draft"),
        (front("date: 2024-05-06").replace(BODY, f"**EMBARGOED UNTIL FURTHER NOTICE**\n\n{BODY}"), "embargo-unclear"),
        ("EMBARGOED UNTIL FURTHER NOTICE\n\n" + a_dump(), "embargo-unclear"),
    ],
    ids=lambda value: value[:60] if isinstance(value, str) else None,
)
def test_what_withholds_is_obeyed_in_every_format(text: str, code: str) -> None:
    decision = decided(text)
    assert decision.status is Status.HELD
    assert decision.is_withheld
    assert code in blocks(decision)


@pytest.mark.parametrize(
    "text",
    [
        an_object(publish_at="2031-01-01T09:00:00Z"),
        an_object(date="2024-05-06", scheduled=1925024400),
        an_item_of_json(publish_at="2031-01-01T09:00:00Z"),
        an_rss_item("<embargoDate>2031-01-01T09:00:00Z</embargoDate>"),
        an_rss_item('<x:available xmlns:x="http://purl.org/dc/terms/">2031-01-01T09:00:00Z</x:available>'),
        an_export(a_post("<wp:post_date_gmt>2031-01-01 09:00:00</wp:post_date_gmt>")),
        headed("Date: 2031-01-01 09:00 +00:00"),
        "EMBARGOED UNTIL 1 January 2031, 09:00 GMT\n\n" + a_dump(),
        "Embargo: 2031-01-01 09:00 +00:00\n\n" + a_dump(),
        a_page(head='<meta name="embargo" content="2031-01-01T09:00:00Z">'),
    ],
    ids=lambda value: value[:60],
)
def test_an_embargo_is_kept_in_every_format(text: str) -> None:
    assert decided(text).embargo_until == datetime(2031, 1, 1, 9, tzinfo=UTC)


# --- pages ------------------------------------------------------------------------------


def a_post_page(classes: str, tag: str = "article", *, above: str = "", body: str = "") -> str:
    return (
        f"<!DOCTYPE html><html><head><title>Night ferry</title></head><body{body}>{above}"
        f"<main><{tag} class='{classes}'><h1>Night ferry</h1><div><p>{LEAD}</p><p>{SECOND}</p></div></{tag}></main>"
    )


@pytest.mark.parametrize(
    ("page", "code"),
    [
        *(
            (a_post_page(f"post-9 post type-post status-{status} hentry"), "draft")
            for status in ("draft", "pending", "private", "future", "trash", "auto-draft", "made-up")
        ),
        (a_post_page("post-9 post status-draft hentry", "div"), "draft"),
        (a_post_page("post-9 status-publish post-password-required hentry"), "protected"),
        (a_post_page("post-9 status-publish post-password-protected hentry"), "protected"),
        (a_post_page("node node--type-article node--unpublished"), "draft"),
        (a_post_page("story").replace("<article ", "<article data-status='draft' "), "draft"),
        (a_page(head=a_script(described(creativeWorkStatus="Draft"))), "draft"),
        (a_page(head=a_script(described(creativeWorkStatus="Incomplete"))), "draft"),
        (a_page(head=a_script(described(creativeWorkStatus="https://schema.org/Obsolete"))), "draft"),
        (a_page(head=a_script(described(creativeWorkStatus={"@type": "DefinedTerm", "name": "Pending"}))), "draft"),
        (a_page(head=a_script(described(expires="2026-01-01"))), "expired"),
        (a_page(head=a_script(described(expires="some day"))), "expiry-unclear"),
        (
            a_page(head=a_script({"@context": "https://schema.org", "@graph": [described(expires="2026-01-01")]})),
            "expired",
        ),
        (a_page(head='<meta property="article:expiration_time" content="2026-01-01T00:00:00Z">'), "expired"),
        (a_page(head='<meta name="expires" content="2026-01-01T00:00:00Z">'), "expired"),
        (
            a_page(head='<meta name="robots" content="noarchive, unavailable_after: 25 Jun 2026 15:00:00 GMT">'),
            "expired",
        ),
        (a_page(head='<meta name="googlebot" content="unavailable_after: 2026-06-25, noindex">'), "expired"),
        (a_page(head='<meta name="robots" content="unavailable_after: the day after">'), "expiry-unclear"),
        (a_page(head='<meta property="article:status" content="draft">'), "draft"),
        (a_page(head='<meta name="draft" content="true">'), "draft"),
        (a_page(head='<meta name="visibility" content="private">'), "withheld"),
        (a_page(above='<meta itemprop="creativeWorkStatus" content="Draft">'), "draft"),
    ],
    ids=lambda value: value[-40:] if isinstance(value, str) else None,
)
def test_what_withholds_is_obeyed_on_a_page(page: str, code: str) -> None:
    decision = decide(reading_of(page), None, NOW)
    assert decision.status is Status.HELD
    assert code in blocks(decision)


CARD = (
    "<article class='post-12 type-post status-draft hentry' itemscope><h3><a href='/b'>Another story</a></h3></article>"
)


@pytest.mark.parametrize(
    "page",
    [
        a_post_page("post-9 post type-post status-publish hentry"),
        a_post_page("story status-open"),
        a_post_page("post-9 type-topic status-closed"),
        a_post_page("post-9 type-attachment status-inherit"),
        a_page(after=f"<section class='related'>{CARD}</section>"),
        a_page(after="<div itemscope><meta itemprop='creativeWorkStatus' content='Draft'>Other</div>"),
        a_page(head='<meta name="expires" content="never"><meta name="expires" content="0">'),
        a_page(head='<meta name="expires" content="Mon, 26 Jul 1997 05:00:00 GMT">'),
        a_page(head='<meta http-equiv="expires" content="Wed, 01 Jan 2020 00:00:00 GMT">'),
        a_page(head='<meta name="robots" content="noindex, nofollow">'),
        a_page(head='<meta property="video:release_date" content="2031-01-01">'),
        a_page(head=a_script(described(creativeWorkStatus="Published", expires="2031-01-01"))),
        a_page(
            head=a_script(
                described(hasPart={"@type": "NewsArticle", "creativeWorkStatus": "Draft", "expires": "2020-01-01"})
            )
        ),
        a_page(head=a_script(described(author={"@type": "Person", "name": "Ann", "expires": "2020-01-01"}))),
        a_page(head='<meta name="status" content="featured">'),
        a_page(title="Draft Of The Private Harbour Plan Is Hidden, Pending Review"),
    ],
    ids=lambda value: value[-60:],
)
def test_a_page_that_does_not_withhold_its_article_is_published(page: str) -> None:
    decision = decide(reading_of(page), None, NOW)
    assert (decision.status, decision.embargo_until) == (Status.PUBLISHED, None)


# --- what must not hold -------------------------------------------------------------------


def nested(**inside: Any) -> dict[str, Any]:
    return {"related": [{"title": "Other", "draft": True, "status": "private"}], "author": {"name": "Ann"}} | inside


@pytest.mark.parametrize(
    "text",
    [
        front("draft: false"),
        front("Draft: no"),
        front('draft: "false"'),
        front("draft:"),
        front("draft: null"),
        front("published: true"),
        front("published:"),
        front("published: 2024-05-06"),
        front("publish: yes"),
        front("hidden: false", "private: no", "unlisted: 0"),
        front("visibility: public"),
        front("Visibility: Everyone"),
        front("visibility: öffentlich"),
        front("state: Texas"),
        front("status: featured"),
        front("expires: never"),
        front("expires: false"),
        front("expiryDate:"),
        front("password:"),
        front("publishDate: 2024-05-06", "embargo: 2024-05-07", "scheduled: false"),
        front("publishDate:"),
        front("published_at:"),
        front("hide: [navigation, toc]"),
        front("public: The Hague"),
        front("tags: [draft, private, hidden]", "section: Drafts"),
        front("deck: A draft that was pending is published, scheduled or not"),
        front("permalink: https://quay.example/draft"),
        front("slug: draft", "author: Private Smith"),
        front("stage: 12", "location: Hidden Valley"),
        front("params:\n  draft: true\n  status: private"),
        front("related:\n  - {title: Other, draft: true}"),
        front("enabled: true", "render: fancy", "approved: by the board"),
        front("sitemap: false", "toc: false", "comments: false", "search: no"),
        headed("Status: published"),
        headed("Date: 2024-05-06", "Category: Drafts"),
        f"# Night ferry\n\nStatus: it sails again\nNote: private\n\n{BODY}",
        f"# Draft: the new harbour plan\n\n{BODY}",
        an_object(**nested()),
        an_object(published=True, status="published", visibility="public"),
        an_object(id="drafts-of-the-ferry"),
        an_object(image={"url": "a.jpg", "hidden": True, "status": "draft"}),
        an_object(date=None, publish_at=None, expires=None),
        an_item_of_json(tags=["draft"], _ext={"draft": True, "status": "private"}),
        an_item_of_json(status="featured"),
        a_post_of_the_api(password="", acf={"status": "draft"}, meta={"draft": True}),
        a_post_of_the_api(status=None),
        an_export(a_post("<wp:post_password></wp:post_password><wp:comment_status>closed</wp:comment_status>")),
        an_export(
            a_post("<wp:postmeta><wp:meta_key>status</wp:meta_key><wp:meta_value>draft</wp:meta_value></wp:postmeta>")
        ),
        an_entry('<app:control xmlns:app="http://www.w3.org/2007/app"><app:draft>no</app:draft></app:control>'),
        an_entry('<app:control xmlns:app="http://www.w3.org/2007/app"/>'),
        an_entry('<category term="draft"/>'),
        an_entry("<source><id>x</id><title>y</title><draft>yes</draft></source>"),
        an_rss_item("<category>draft</category><category>private</category>"),
        an_rss_item(
            '<p:publicationDate xmlns:p="http://prismstandard.org/namespaces/basic/2.0/">2031-01</p:publicationDate>'
        ),
        an_rss_item("<itunes:block>no</itunes:block><itunes:explicit>false</itunes:explicit>"),
        a_dump(title="Draft Of The Harbour Plan Is Private No More"),
        a_dump(title="Draft: The Harbour Plan, Read Line By Line"),
        a_dump(title="Embargo: What The Ban On Herring Means"),
        a_dump(deck="Status: closed for the winter, the town says"),
        a_dump(body=(SECOND, "The status: pending. The plan: hidden. " + SECOND)),
    ],
    ids=lambda value: value[:70],
)
def test_ordinary_articles_are_published(text: str) -> None:
    decision = decided(text)
    assert blocks(decision) == []
    assert (decision.status, decision.embargo_until, decision.expires_at) == (Status.PUBLISHED, None, None)
