"""The public pages and the desk as Chromium lays them out, and as people use them."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from syndicate.articles.model import Author, ForeignTime, Severity, Status
from syndicate.audience.model import EndedBy
from syndicate.audience.store import AudienceStore
from syndicate.images.model import Choice, HeroState
from syndicate.links import Links
from syndicate.storage import open_database
from syndicate.text.mailboxes import read_mailbox
from syndicate.web.public.application import public_app
from tests.unit.web.web_samples import BODY, EDITION_HTML, NOW, Door, Newsroom, a_finding, a_hero, enter

pytestmark = pytest.mark.browser

Scheme = Literal["light", "dark"]
WIDTHS = (320, 600, 1200)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")

PUBLIC = ("front", "article", "arabic", "feeds", "feed", "unsubscribe", "neutral", "missing", "withdrawn")
DESK = ("overview", "edition", "held", "pictured", "outbox", "mail")

HOSTILE = (
    '<p>Words<img src=x onerror="alert(1)"><svg><a><set attributeName="href" to="javascript:alert(2)"></a></svg>'
    '<a href="javascript:alert(3)" style="position:fixed;inset:0">here</a></td></table></body></html><script>alert(4)'
    "</script>"
)

MEASURE = """() => {
  const ground = (element) => {
    for (let one = element; one; one = one.parentElement) {
      const colour = getComputedStyle(one).backgroundColor;
      if (!/, 0\\)$/.test(colour)) return colour;
    }
    return 'rgb(255, 255, 255)';
  };
  const texts = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const parent = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !parent.checkVisibility() || parent.closest('.off,svg')) continue;
    const style = getComputedStyle(parent);
    texts.push({ text: walker.currentNode.data.trim().slice(0, 50), size: parseFloat(style.fontSize),
      colour: style.color, ground: ground(parent) });
  }
  const targets = [...document.querySelectorAll('nav a, .chip, button, .more a, .action, summary, .brand')]
    .filter((one) => one.checkVisibility())
    .map((one) => ({ text: one.textContent.trim(), height: one.getBoundingClientRect().height }));
  const broken = [...document.images].filter((one) => one.checkVisibility() && one.complete && !one.naturalWidth)
    .map((one) => one.src);
  return { wide: document.documentElement.scrollWidth - document.documentElement.clientWidth, texts, targets, broken };
}"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """Both listeners with a day's news behind them, and the addresses of what to look at."""

    newsroom: Newsroom
    public: Door
    addresses: dict[str, str]
    token_path: str
    subscription_id: str
    inside: dict[str, str]


def _at(hours: int) -> ForeignTime:
    return ForeignTime(at=NOW - timedelta(hours=hours), offset=timedelta(hours=1), raw="as found")


def _fill(newsroom: Newsroom) -> dict[str, str]:
    """A day's news; gives the ids of the articles to look at, by what they are."""
    lead = newsroom.add(published=_at(1), updated=_at(0), body_html=BODY + "<pre>" + "wide " * 60 + "</pre>")
    newsroom.show(lead, hue=15)
    secondary = (
        ("Small vans find their market in repair shops", "Six counters open along the coast.", "Business", 130),
        ("A cell mount that bends so that the battery does not", "What bridge bearings taught.", "Technology", 180),
        ("Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrikverkauf öffnet", "Ein Wort.", "Culture", 30),
    )
    for number, (title, deck, section, hue) in enumerate(secondary):
        article = newsroom.add(title, title=title, deck=deck, sections=(section,), published=_at(2 + number))
        choice = Choice(source_url="x", alt="A drawing of the harbour", caption=None, is_video=number == 1)
        newsroom.show(article, hue=hue, choice=choice)
    for number in range(9):
        newsroom.add(f"plain{number}", title=f"Letters in defence of the fog horn, part {number}", published=_at(9))
    arabic = newsroom.add(
        "arabic",
        title="العبّارة الأخيرة تغادر، ولا أحد يسمع الجديدة وهي تصل",
        deck="قوارب البطاريات تتولى الخطوط الشمالية هذا الأسبوع.",
        language="ar",
        direction="rtl",
        sections=("عالم",),
        authors=(Author(name="آدا برانت"),),
        body_html="<p>على مدى ثمانين عامًا أيقظت العبّارة الأولى الشارع.</p><blockquote><p>تسمع الماء.</p></blockquote>",
        published=_at(30),
    )
    newsroom.show(arabic, renditions=a_hero(arabic.id).renditions)  # as the mail below has it still
    newsroom.show(arabic, hue=40)
    hostile = newsroom.add("hostile", title="<script>alert(0)</script>", body_html=HOSTILE, published=_at(40))
    withdrawn = newsroom.add("withdrawn")
    newsroom.withdraw(withdrawn)
    short = a_finding("The picture's description is too short.", severity=Severity.WARN, code="alt-short")
    held = newsroom.add("held", title="Council closes the pier", status=Status.HELD, findings=(a_finding(), short))
    newsroom.add("soon", title="The budget", embargo_until=NOW + timedelta(hours=3))
    missing = newsroom.add("missing", title="A picture that never came", published=_at(20))
    newsroom.show(missing, state=HeroState.FAILED, renditions=(), reason="img.example.net does not exist")
    html = EDITION_HTML.replace("https://quay.example", newsroom.links.site_url)
    newsroom.freeze(lead, arabic, html=html.replace("</body>", "<script>document.title='run'</script></body>"))
    ids = {"article": lead, "arabic": arabic, "withdrawn": withdrawn, "held": held, "hostile": hostile}
    return {name: article.id for name, article in ids.items()}


def _subscribe(newsroom: Newsroom) -> str:
    with newsroom.database.write() as connection:
        store = AudienceStore(connection)
        store.subscribe(read_mailbox("ada@reader.example"), "morning", now=NOW)
        return next(store.all("morning")).id


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, migrated_sqlite: Path) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("pages")
    shutil.copy(migrated_sqlite, folder / "syndicate.db")
    database = open_database(f"sqlite:///{folder / 'syndicate.db'}")
    with Door() as public, Door() as desk:
        newsroom = Newsroom(database, folder)
        newsroom.links = Links(public.url, ["a test key"])
        ids, subscription_id = _fill(newsroom), _subscribe(newsroom)
        newsroom.publish_feeds()
        newsroom.outbox.mkdir()
        (newsroom.outbox / "mail.eml").write_bytes(
            b"From: news@quay.example\r\nTo: ada@reader.example\r\nSubject: Good morning\r\n"
            b"Content-Type: text/html; charset=utf-8\r\n\r\n"
            + EDITION_HTML.replace("https://quay.example", public.url).encode()
        )
        public.app = public_app(newsroom.site())
        inside = enter(desk, newsroom.desk())
        token_path = urlsplit(newsroom.links.unsubscribe(subscription_id)).path
        yield Site(
            newsroom=newsroom,
            public=public,
            token_path=token_path,
            subscription_id=subscription_id,
            inside=inside,
            addresses={
                "front": f"{public.url}/",
                "article": f"{public.url}/articles/{ids['article']}",
                "arabic": f"{public.url}/articles/{ids['arabic']}",
                "hostile": f"{public.url}/articles/{ids['hostile']}",
                "withdrawn": f"{public.url}/articles/{ids['withdrawn']}",
                "feeds": f"{public.url}/feeds/",
                "feed": f"{public.url}/feeds/site/",
                "unsubscribe": public.url + token_path,
                "neutral": f"{public.url}/unsubscribe",
                "missing": f"{public.url}/missing",
                "copy": f"{public.url}/editions/{'e' * 26}",
                "overview": f"{desk.url}/",
                "edition": f"{desk.url}/editions/{'e' * 26}",
                "held": f"{desk.url}/articles/{ids['held']}",
                "pictured": f"{desk.url}/articles/{ids['article']}",
                "outbox": f"{desk.url}/outbox",
                "mail": f"{desk.url}/outbox/mail",
            },
        )
    database.close()


@contextmanager
def opened(
    chromium: Browser, site: Site, name: str, *, width: int = 1200, scheme: Scheme = "light", scripts: bool = True
) -> Iterator[tuple[Page, list[str]]]:
    """The page of that name for who is in at the desk, and what the browser complained about."""
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=scripts, locale="en-GB"
    )
    cookie, _, token = site.inside["Cookie"].partition("=")
    context.add_cookies([{"name": cookie, "value": token, "url": site.addresses["overview"]}])
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("dialog", lambda dialog: complaints.append(f"dialog {dialog.message}"))
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.on("requestfailed", lambda request: complaints.append(f"failed {request.url}"))
    page.goto(site.addresses[name])
    try:
        yield page, complaints
    finally:
        context.close()


@pytest.fixture
def keep(request: pytest.FixtureRequest) -> Callable[[Page, str], None]:
    """Keeps a page as a picture when ``--artefacts`` names a folder."""
    folder: Path | None = request.config.getoption("--artefacts")

    def shoot(page: Page, name: str) -> None:
        if folder is not None:
            (folder / "pages").mkdir(parents=True, exist_ok=True)
            page.screenshot(path=folder / "pages" / f"{name}.png", full_page=True)

    return shoot


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast of two ``rgb(…)`` colours."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


# --- how it looks ----------------------------------------------------------------------


@pytest.mark.parametrize("name", [*PUBLIC, *DESK])
def test_a_page_fits_every_width_and_reads_well_in_both_schemes(
    chromium: Browser, site: Site, keep: Callable[[Page, str], None], name: str
) -> None:
    with opened(chromium, site, name) as (page, complaints):
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                found: dict[str, Any] = page.evaluate(MEASURE)
                keep(page, f"{name}-{width}-{scheme}")
                assert found["wide"] <= 0, width
                assert found["broken"] == []
                assert [one for one in found["texts"] if one["size"] < 12] == []
                assert [one for one in found["texts"] if contrast(one["colour"], one["ground"]) < 4.5] == []
                assert [one for one in found["targets"] if one["height"] < 44] == []
    # What the pages forbid to the mail in the frame is told by the browser, as it should be.
    expected = ("status of 4", "Executing inline script")
    assert [one for one in complaints if not any(words in one for words in expected)] == []


def test_lines_keep_to_the_measure(chromium: Browser, site: Site) -> None:
    with opened(chromium, site, "article") as (page, _):
        paragraph = page.locator(".body > p").first.bounding_box()
        hero = page.locator("figure img").bounding_box()
    assert paragraph is not None
    assert hero is not None
    assert paragraph["width"] == 640
    assert (hero["width"], hero["height"]) == (704, 396)


def test_thumbnails_leave_the_smallest_screens_to_the_words(chromium: Browser, site: Site) -> None:
    for width, shown in ((320, 0), (600, 3)):
        with opened(chromium, site, "front", width=width) as (page, _):
            assert page.locator(".thumb:visible").count() == shown


def test_the_keyboard_reaches_every_story_and_shows_where_it_is(chromium: Browser, site: Site) -> None:
    with opened(chromium, site, "front") as (page, _):
        reached = []
        for _step in range(4):
            page.keyboard.press("Tab")
            reached.append(
                page.evaluate(
                    "() => [document.activeElement.textContent, "
                    "parseFloat(getComputedStyle(document.activeElement).outlineWidth)]"
                )
            )
    assert [text for text, _ in reached[:2]] == ["The Quay", "Feeds"]
    assert "last diesel ferry" in reached[2][0]
    assert all(width >= 2 for _, width in reached)


def test_an_arabic_page_reads_from_the_right(chromium: Browser, site: Site) -> None:
    with opened(chromium, site, "arabic") as (page, _):
        brand, feeds = page.locator(".brand").bounding_box(), page.locator("header nav a").bounding_box()
        letters = page.locator(".kicker").evaluate("(one) => getComputedStyle(one).letterSpacing")
    assert brand is not None
    assert feeds is not None
    assert brand["x"] > feeds["x"]
    assert letters in {"normal", "0px"}


def test_a_story_is_opened_by_a_click_anywhere_on_it(chromium: Browser, site: Site) -> None:
    with opened(chromium, site, "front") as (page, _):
        page.locator(".thumb").first.click(force=True)
        page.wait_for_url("**/small-vans-find-their-market-*")


def test_paper_gets_the_article_alone(chromium: Browser, site: Site) -> None:
    with opened(chromium, site, "article", scheme="dark") as (page, _):
        page.emulate_media(media="print", color_scheme="dark")
        assert page.locator("header nav").is_hidden()
        ink = page.locator(".title").evaluate("(one) => getComputedStyle(one).color")
    assert ink == "rgb(0, 0, 0)"


# --- what it keeps out -----------------------------------------------------------------


def test_a_hostile_article_runs_nothing_and_covers_nothing(chromium: Browser, site: Site) -> None:
    with opened(chromium, site, "hostile") as (page, complaints):
        assert page.locator(".foot").is_visible()
        page.locator(".foot a").first.click(timeout=2000)
    assert not [one for one in complaints if "dialog" in one]


def test_the_web_copy_shows_its_picture_and_runs_no_script(chromium: Browser, site: Site) -> None:
    with opened(chromium, site, "copy") as (page, _):
        assert page.title() != "run"
        assert page.locator("img").evaluate("(one) => one.naturalWidth") == 1200
        page.get_by_text("Unsubscribe").click()
        page.wait_for_url("**/unsubscribe")
        assert page.locator("form").count() == 0


def test_a_mail_on_the_desk_is_shown_in_true_widths_in_a_sandbox(chromium: Browser, site: Site) -> None:
    with opened(chromium, site, "edition", width=1440) as (page, _):
        widths = [frame.evaluate("innerWidth") for frame in page.frames[1:]]
        pictures = [frame.locator("img").evaluate("(one) => one.naturalWidth") for frame in page.frames[1:]]
        titles = [frame.title() for frame in page.frames[1:]]
    assert (widths, pictures) == ([320, 600], [1200, 1200])
    assert "run" not in titles


def test_an_editor_accepts_a_warning_and_has_it_back_without_scripts(chromium: Browser, site: Site) -> None:
    with opened(chromium, site, "held", scripts=False) as (page, complaints):
        page.get_by_role("button", name="Accept as it is").click()
        page.wait_for_url(site.addresses["held"])
        page.get_by_text("Accepted as it is").click()
        page.get_by_role("button", name="Warn again").click()
        page.wait_for_load_state()
        assert page.get_by_role("button", name="Accept as it is").is_visible()
        assert complaints == []


# --- leaving a newsletter ------------------------------------------------------------------


def test_a_scanner_with_a_browser_unsubscribes_nobody_and_a_person_without_scripts_can(
    chromium: Browser, site: Site
) -> None:
    database = site.newsroom.database
    with opened(chromium, site, "unsubscribe") as (page, _):
        page.mouse.move(200, 200)
        page.wait_for_timeout(300)
    with database.read() as connection:
        assert AudienceStore(connection).is_confirmed(site.subscription_id)
    with opened(chromium, site, "unsubscribe", scripts=False) as (page, complaints):
        page.get_by_role("button", name="Unsubscribe").click()
        page.wait_for_load_state()
        assert page.get_by_role("heading", name="You are out").is_visible()
        assert complaints == []
    with database.read() as connection:
        found = AudienceStore(connection).get(site.subscription_id)
    assert found is not None
    assert found.ended_by is EndedBy.PAGE


PLACES = """() => [...document.body.querySelectorAll('*')].filter((one) => one.checkVisibility()).map((one) => {
  const { x, y, width, height } = one.getBoundingClientRect();
  return [one.tagName, ...[x, y, width, height].map((side) => Math.round(side * 100) / 100)];
})"""


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["front", "article", "arabic"])
def test_nothing_on_a_page_stands_elsewhere_when_pictures_are_off(
    chromium: Browser, site: Site, name: str, width: int
) -> None:
    with opened(chromium, site, name, width=width) as (page, _):
        shown = page.evaluate(PLACES)
        page.route("**/media/**", lambda route: route.abort())
        page.reload(wait_until="load")
        assert page.evaluate("[...document.images].every((one) => !one.naturalWidth)")
        assert page.evaluate(PLACES) == shown


@pytest.mark.parametrize(
    ("width", "scale", "chosen"), [(320, 1, 600), (320, 3, 1200), (1200, 1, 1200), (1200, 2, 1200)]
)
def test_a_browser_takes_webp_in_the_width_that_it_needs(
    chromium: Browser, site: Site, width: int, scale: int, chosen: int
) -> None:
    page = chromium.new_page(viewport={"width": width, "height": 800}, device_scale_factor=scale)
    try:
        page.goto(site.addresses["article"])
        taken = page.evaluate("document.querySelector('figure img').currentSrc")
        widths = page.evaluate("document.querySelector('figure source').srcset").split(", ")
    finally:
        page.close()
    assert taken.endswith(".webp")
    assert any(taken.endswith(one.split(" ")[0]) and one.endswith(f" {chosen}w") for one in widths)
