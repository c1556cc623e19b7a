"""Every key of the configuration with a value that is not its default, and where one feels it.

A new key is one line: ``"section.key": Setting(PAPER, value, lambda felt: what must be seen)``. A key without a line
fails `test_every_setting`, and so does a line whose value is the default.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Flag, auto
from typing import TYPE_CHECKING

from syndicate.links import Links
from syndicate.publishing.tryouts import trying_out
from tests.settings.world import OWN_TEMPLATE_MARK, TEMPLATE_MARK

if TYPE_CHECKING:
    from tests.settings.world import Felt


class World(Flag):
    """In which newsroom the value is set; both where nothing is in its way."""

    PAPER = auto()
    WIRE = auto()
    BOTH = PAPER | WIRE


PAPER, WIRE, BOTH = World.PAPER, World.WIRE, World.BOTH


@dataclass(frozen=True)
class Setting:
    """A value as TOML has it, where it is set, and what must be seen there.

    ``{host}``, ``{ses}``, ``{s3}`` stand for addresses of stand-ins, ``{port}`` and ``{desk}`` for ports.
    A value of the environment alone is not TOML, and ``is_in_file`` is false.
    """

    world: World
    value: str
    is_felt: Callable[[Felt], object]
    is_in_file: bool = True


def _signed_by(felt: Felt, key: str) -> bool:
    token = str(felt.mail("gulls")["List-Unsubscribe"]).partition("/unsubscribe/")[2].partition(">")[0]
    return Links("https://x", [key]).read_unsubscribe(token) is not None


def _filtered(felt: Felt, external_id: str) -> bool:
    feed = felt.feeds["filter/deep/atom.xml"]
    return felt.articles[external_id].tag in feed and felt.articles["other.md"].tag not in feed


def _is_left_out(felt: Felt, title: str) -> bool:
    assert felt.editions["gulls"]
    return f"Story {title}" not in felt.editions["gulls"]


def _at(felt: Felt, external_id: str) -> datetime:
    at: datetime = felt.articles[external_id].published.at
    return at.astimezone(UTC)


def _doubled(felt: Felt, blamed: str, allowed: str) -> bool:
    told = " ".join(felt.facts["doubled"])
    return blamed in told and allowed not in told


def _told_of_ai(felt: Felt, words: str) -> bool:
    return any(words in document for document in felt.feeds.values())


def _job(felt: Felt, name: str) -> timedelta:
    return timedelta(seconds=felt.facts["jobs"][name])


def _is_centred(felt: Felt, newsletter: str) -> bool:
    return 'style="text-align: center"' in felt.html(newsletter)


def _opens_with_its_lead(felt: Felt, newsletter: str) -> bool:
    """Unlike the site's mails, whose title is the heading of all."""
    html = felt.html(newsletter)
    return ">Story" in html[html.find("<h1") :].partition("</h1>")[0]


def _around(felt: Felt, words: str) -> str:
    before, _, _ = felt.html("gulls").partition(words)
    return before[-600:]


SETTINGS: dict[str, Setting] = {
    "site.purge_file": Setting(
        BOTH, '"kept/purge.txt"', lambda felt: "/articles/" in (felt.folder / "kept/purge.txt").read_text()
    ),
    "site.title": Setting(BOTH, '"The Gull & Sons"', lambda felt: "The Gull &amp; Sons" in felt.feeds["rss.xml"]),
    "site.description": Setting(BOTH, '"Salt and rope."', lambda felt: "Salt and rope." in felt.feeds["rss.xml"]),
    "site.url": Setting(
        BOTH, '"https://gull.example/paper"', lambda felt: "https://gull.example/paper/editions/" in felt.html("gulls")
    ),
    "site.language": Setting(BOTH, '"de"', lambda felt: ' lang="de"' in felt.html("plain")),
    "site.time_zone": Setting(
        BOTH, '"Asia/Tokyo"', lambda felt: _at(felt, "zone.md") == datetime(2026, 11, 27, 22, tzinfo=UTC)
    ),
    "site.postal_address": Setting(
        BOTH, '"1 Cliff Road, Skua"', lambda felt: "1 Cliff Road, Skua" in felt.html("plain")
    ),
    "site.id_authority": Setting(
        BOTH, '"gull.example,2019"', lambda felt: "<id>tag:gull.example,2019:" in felt.feeds["atom.xml"]
    ),
    "theme.accent": Setting(BOTH, '"#11406b"', lambda felt: "#11406b" in felt.html("plain")),
    "theme.accent_dark": Setting(BOTH, '"#8fc7ff"', lambda felt: "#8fc7ff" in felt.html("plain")),
    "theme.paper": Setting(BOTH, '"#fffdf5"', lambda felt: "#fffdf5" in felt.html("plain")),
    "theme.paper_dark": Setting(BOTH, '"#101418"', lambda felt: "#101418" in felt.html("plain")),
    "theme.ink": Setting(BOTH, '"#101820"', lambda felt: "#101820" in felt.html("plain")),
    "theme.ink_dark": Setting(BOTH, '"#f0f4f8"', lambda felt: "#f0f4f8" in felt.html("plain")),
    "theme.canvas": Setting(BOTH, '"#e8eef2"', lambda felt: "#e8eef2" in felt.html("plain")),
    "theme.canvas_dark": Setting(BOTH, '"#05080a"', lambda felt: "#05080a" in felt.html("plain")),
    "theme.logo": Setting(BOTH, '"https://gull.example/plain.png"', lambda felt: "/plain.png" in felt.html("plain")),
    "theme.logo_dark": Setting(
        BOTH, '"https://gull.example/plain-dark.png"', lambda felt: "/plain-dark.png" in felt.html("plain")
    ),
    "theme.logo_size": Setting(BOTH, "[150, 44]", lambda felt: 'width="150" height="44"' in felt.html("plain")),
    "theme.logo_alt": Setting(BOTH, '"Sign of plain"', lambda felt: 'alt="Sign of plain"' in felt.html("plain")),
    "theme.headline_font": Setting(BOTH, '["Gull Plain", "serif"]', lambda felt: "Gull Plain" in felt.html("plain")),
    "theme.text_font": Setting(
        BOTH, '["Skua Plain", "sans-serif"]', lambda felt: "Skua Plain,-apple-system" in felt.html("plain")
    ),
    "theme.masthead": Setting(BOTH, '"center"', lambda felt: felt.html("plain").count('style="text-align: center"')),
    "theme.order": Setting(
        BOTH, '["stories", "lead"]', lambda felt: felt.html("plain").find("<h1") < felt.html("plain").find("<h2")
    ),
    "theme.greeting": Setting(BOTH, '"Merhaba {name},"', lambda felt: ">Merhaba" in felt.html("plain")),
    "theme.byline": Setting(BOTH, "true", lambda felt: "Gul Wing" in felt.html("plain")),
    "theme.dates": Setting(BOTH, "true", lambda felt: " Kasım 2026" in felt.html("plain")),
    "theme.read_on": Setting(BOTH, '"button"', lambda felt: 'class="button"' in felt.html("plain")),
    "theme.footer": Setting(
        BOTH, '["Nests on every ledge."]', lambda felt: "Nests on every ledge." in felt.html("plain")
    ),
    "theme.social": Setting(
        BOTH,
        '{ Perch = "https://perch.example/@gull" }',
        lambda felt: "https://perch.example/@gull" in felt.html("plain"),
    ),
    "database.url": Setting(
        PAPER, '"sqlite:///kept/gull.db"', lambda felt: (felt.folder / "kept/gull.db").stat().st_size
    ),
    "database.url_file": Setting(WIRE, '"address"', lambda felt: (felt.folder / "kept/wire.db").stat().st_size),
    "database.wait": Setting(BOTH, '"3s"', lambda felt: felt.facts["waited"] == timedelta(seconds=3)),
    "schedule.collect_every": Setting(BOTH, '"7m"', lambda felt: _job(felt, "collect") == timedelta(minutes=7)),
    "schedule.compose_every": Setting(BOTH, '"8m"', lambda felt: _job(felt, "compose") == timedelta(minutes=8)),
    "schedule.deliver_every": Setting(BOTH, '"9m"', lambda felt: _job(felt, "deliver") == timedelta(minutes=9)),
    "schedule.misfire_grace": Setting(BOTH, '"11m"', lambda felt: felt.facts["grace"] == 11 * 60),
    "net.timeout": Setting(BOTH, '"1s"', lambda felt: felt.pictures["slow.md"]),
    "net.max_redirects": Setting(BOTH, "5", lambda felt: felt.pictures["hops.md"] == ""),
    "net.user_agent": Setting(
        BOTH, '"gull/2 (+https://gull.example)"', lambda felt: "gull/2 (+https://gull.example)" in felt.host.requests[0]
    ),
    "net.allow_loopback": Setting(BOTH, "true", lambda felt: felt.pictures["a.md"] == ""),
    "sources.*.name": Setting(BOTH, '"wires"', lambda felt: felt.articles["a.md"].source == "wires"),
    "sources.*.folder": Setting(BOTH, '"wires"', lambda felt: "a.md" in felt.articles),
    "sources.*.first_run": Setting(BOTH, '"mail"', lambda felt: felt.editions["gulls"]),
    "sources.*.language": Setting(BOTH, '"tr"', lambda felt: felt.item("a.md")["language"] == "tr"),
    "sources.*.time_zone": Setting(
        BOTH, '"Asia/Kolkata"', lambda felt: _at(felt, "zoneless.md") == datetime(2026, 11, 28, 1, 30, tzinfo=UTC)
    ),
    "sources.*.zone_names": Setting(
        BOTH, '{ CET = "Asia/Tokyo" }', lambda felt: _at(felt, "cet.md") == datetime(2026, 11, 27, 22, tzinfo=UTC)
    ),
    "sources.*.permalink": Setting(
        BOTH, '"https://gull.example/n/{stem}"', lambda felt: felt.item("a.md")["url"] == "https://gull.example/n/a"
    ),
    "sources.*.size_order": Setting(
        BOTH, '["m", "s"]', lambda felt: felt.facts["sources"]["sized.txt"].endswith("/p/m.jpg")
    ),
    "sources.*.size_rewrite": Setting(
        BOTH, '{ "/thumb/" = "/full/" }', lambda felt: felt.facts["sources"]["thumb.md"].endswith("/p/full/x.jpg")
    ),
    "sources.*.settle": Setting(BOTH, '"1h"', lambda felt: "fresh.md" not in felt.articles),
    "sources.*.max_bytes": Setting(BOTH, "20_000", lambda felt: "file-too-large" in felt.codes("large.md")),
    "images.shelf": Setting(WIRE, '"s3"', lambda felt: any("/media/" in call["url"] for call in felt.calls)),
    "images.folder": Setting(
        PAPER, '"kept/pictures"', lambda felt: any((felt.folder / "kept/pictures").rglob("*.jpg"))
    ),
    "images.base_url": Setting(BOTH, '"{host}/cdn"', lambda felt: f"{felt.host.url('/cdn')}/" in felt.html("gulls")),
    "images.check": Setting(BOTH, '"address"', lambda felt: any(" /cdn/" in head for head in felt.host.requests)),
    "images.max_bytes": Setting(BOTH, "120_000", lambda felt: felt.pictures["heavy.md"]),
    "images.max_pixels": Setting(BOTH, "500_000", lambda felt: "pixels" in felt.pictures["wide.md"]),
    "images.workers": Setting(BOTH, "3", lambda felt: felt.facts["at_once"] == 3),
    "images.worker_memory": Setting(BOTH, "400_000_000", lambda felt: felt.facts["memory"] == {"400000000"}),
    "editorial.allowed_words": Setting(BOTH, '["and and"]', lambda felt: _doubled(felt, "the the", "and and")),
    "editorial.ai_assisted": Setting(BOTH, '"A machine lent a hand."', lambda felt: _told_of_ai(felt, "lent a hand")),
    "editorial.ai_generated": Setting(BOTH, '"A machine wrote it."', lambda felt: _told_of_ai(felt, "wrote it")),
    "editorial.ai_picture_assisted": Setting(
        BOTH, '"A machine mended it."', lambda felt: _told_of_ai(felt, "mended it")
    ),
    "editorial.ai_picture_generated": Setting(
        BOTH, '"A machine painted it."', lambda felt: _told_of_ai(felt, "painted it")
    ),
    "editorial.grammar": Setting(BOTH, "true", lambda felt: "grammar" in felt.codes("slip.md")),
    "feeds.shelf": Setting(WIRE, '"s3"', lambda felt: any("/feeds/rss.xml" in call["url"] for call in felt.calls)),
    "feeds.folder": Setting(PAPER, '"out"', lambda felt: (felt.folder / "out/rss.xml").exists()),
    "feeds.entries": Setting(BOTH, "19", lambda felt: felt.feeds["rss.xml"].count("<item>") == 19),
    "feeds.ttl_minutes": Setting(BOTH, "7", lambda felt: "<ttl>7</ttl>" in felt.feeds["rss.xml"]),
    "feeds.archive_max_age": Setting(BOTH, '"2h"', lambda felt: "max-age=7200" in felt.facts["archive"]),
    "feeds.scopes": Setting(
        BOTH, '["author", "language"]', lambda felt: any(one.startswith("author/") for one in felt.feeds)
    ),
    "feeds.most_feeds": Setting(
        BOTH, "1", lambda felt: len([one for one in felt.feeds if one.startswith("author/") and "rss" in one]) == 1
    ),
    "feeds.summary_only": Setting(
        BOTH, '["filter/deep"]', lambda felt: "<content" not in felt.feeds["filter/deep/atom.xml"]
    ),
    "feeds.updates": Setting(BOTH, '"flagged"', lambda felt: felt.facts["changed"] == (True, False)),
    "feeds.icon": Setting(
        BOTH, '"https://gull.example/i.png"', lambda felt: "gull.example/i.png" in felt.feeds["feed.json"]
    ),
    "feeds.filters.*.name": Setting(BOTH, '"deep"', lambda felt: "filter/deep/rss.xml" in felt.feeds),
    "feeds.filters.*.title": Setting(
        BOTH, '"Deep water"', lambda felt: "Deep water" in felt.feeds["filter/deep/rss.xml"]
    ),
    "feeds.filters.*.sections": Setting(BOTH, '["Lonely"]', lambda felt: _filtered(felt, "lonely.md")),
    "feeds.filters.*.tags": Setting(BOTH, '["rope"]', lambda felt: _filtered(felt, "tagged.md")),
    "feeds.filters.*.authors": Setting(BOTH, '["Dee Diver"]', lambda felt: _filtered(felt, "signed.md")),
    "feeds.filters.*.languages": Setting(BOTH, '["da"]', lambda felt: _filtered(felt, "danish.md")),
    "feeds.filters.*.match": Setting(
        BOTH, '"any"', lambda felt: _filtered(felt, "danish.md") and _filtered(felt, "signed.md")
    ),
    "feeds.podcast.owner": Setting(
        BOTH, '"Gull <radio@gull.example>"', lambda felt: "radio@gull.example" in felt.feeds["rss.xml"]
    ),
    "feeds.podcast.category": Setting(
        BOTH, '"Science"', lambda felt: 'category text="Science"' in felt.feeds["rss.xml"]
    ),
    "feeds.podcast.explicit": Setting(BOTH, "true", lambda felt: "explicit>true" in felt.feeds["rss.xml"]),
    "feeds.podcast.image": Setting(
        BOTH, '"https://gull.example/p.png"', lambda felt: "gull.example/p.png" in felt.feeds["rss.xml"]
    ),
    "s3.bucket": Setting(
        WIRE, '"gull-bucket"', lambda felt: any("/gull-bucket/" in call["url"] for call in felt.calls)
    ),
    "s3.prefix": Setting(WIRE, '"gull/"', lambda felt: any("/gull/media/" in call["url"] for call in felt.calls)),
    "s3.region": Setting(
        WIRE, '"eu-south-1"', lambda felt: any("/eu-south-1/s3/" in call["signed"] for call in felt.calls)
    ),
    "s3.profile": Setting(WIRE, '"store"', lambda felt: any("=STOREKEY/" in call["signed"] for call in felt.calls)),
    "s3.endpoint_url": Setting(
        WIRE, '"{s3}"', lambda felt: any(call["url"].startswith(felt.facts["s3"]) for call in felt.calls)
    ),
    "s3.connect_timeout": Setting(WIRE, '"7s"', lambda felt: (7, 41) in felt.facts["timeouts"]),
    "s3.read_timeout": Setting(WIRE, '"41s"', lambda felt: (7, 41) in felt.facts["timeouts"]),
    "audience.signup": Setting(PAPER, "false", lambda felt: "/subscribe" not in felt.facts["front"]),
    "audience.consent": Setting(WIRE, '"Feed me."', lambda felt: "“Feed me.”" in felt.facts["forms"]),
    "audience.confirm_within": Setting(WIRE, '"2d"', lambda felt: "It holds for 2 days" in felt.facts["links"][0]),
    "audience.preferences_valid": Setting(WIRE, '"30d"', lambda felt: felt.facts["links"][1] == 404),
    "audience.per_network": Setting(WIRE, "2", lambda felt: felt.facts["joined"][2:4] == [429, 200]),
    "audience.per_site": Setting(WIRE, "3", lambda felt: felt.facts["joined"][3:] == [200, 429]),
    "audience.sample_readers": Setting(
        PAPER, '["Zed <zed@example.org>"]', lambda felt: "zed@example.org/gulls" in felt.mails
    ),
    "newsletters.*.name": Setting(
        BOTH, '"gulls"', lambda felt: "gulls.gull.example" in str(felt.mail("gulls")["List-Id"])
    ),
    "newsletters.*.title": Setting(BOTH, '"Gulls on Friday"', lambda felt: "Gulls on Friday" in felt.html("gulls")),
    "newsletters.*.signup": Setting(WIRE, "false", lambda felt: 'value="gulls"' not in felt.facts["forms"]),
    "newsletters.*.archive": Setting(PAPER, "true", lambda felt: "Gulls" in felt.feeds["newsletter/gulls/atom.xml"]),
    "newsletters.*.sender": Setting(
        BOTH,
        '"Gull, the <gull@gull.example>"',
        lambda felt: felt.mail("gulls")["From"].addresses[0].display_name == "Gull, the",
    ),
    "newsletters.*.reply_to": Setting(
        BOTH, '"desk@gull.example"', lambda felt: felt.mail("gulls")["Reply-To"] == "desk@gull.example"
    ),
    "newsletters.*.subject": Setting(
        BOTH, '"On the cliff"', lambda felt: felt.mail("gulls")["Subject"] == "On the cliff"
    ),
    "newsletters.*.cadence": Setting(BOTH, '"weekly"', lambda felt: "chaque semaine" in felt.html("gulls")),
    "newsletters.*.at": Setting(BOTH, '"06:15"', lambda felt: felt.due["gulls"].minute == 15),
    "newsletters.*.weekdays": Setting(BOTH, '["fri"]', lambda felt: felt.due["gulls"].day in {26, 27}),
    "newsletters.*.time_zone": Setting(
        BOTH, '"America/Lima"', lambda felt: felt.due["gulls"] == datetime(2026, 11, 27, 11, 15, tzinfo=UTC)
    ),
    "newsletters.*.language": Setting(BOTH, '"fr"', lambda felt: ' lang="fr"' in felt.html("gulls")),
    "newsletters.*.sections": Setting(
        BOTH, '["Science", "Lonely"]', lambda felt: "Story other" not in felt.editions["gulls"]
    ),
    "newsletters.*.tags": Setting(BOTH, '["cliff"]', lambda felt: _is_left_out(felt, "tagless")),
    "newsletters.*.authors": Setting(BOTH, '["Gul Wing"]', lambda felt: _is_left_out(felt, "nameless")),
    "newsletters.*.sources": Setting(BOTH, '["wires"]', lambda felt: _is_left_out(felt, "far")),
    "newsletters.*.languages": Setting(BOTH, '["tr"]', lambda felt: _is_left_out(felt, "foreign")),
    "newsletters.*.min_articles": Setting(BOTH, "3", lambda felt: felt.facts["outcomes"]["few"] == "empty"),
    "newsletters.*.max_articles": Setting(BOTH, "4", lambda felt: len(felt.editions["gulls"]) == 4),
    "newsletters.*.overflow": Setting(
        BOTH, '"drop"', lambda felt: any("over the limit" in why for why in felt.facts["passed_over"]["gulls"])
    ),
    "newsletters.*.max_age": Setting(
        BOTH, '"2d"', lambda felt: any("max_age is 2" in why for why in felt.facts["passed_over"]["gulls"])
    ),
    "newsletters.*.max_lateness": Setting(BOTH, '"3d"', lambda felt: felt.facts["outcomes"]["gulls"] == "edition"),
    "newsletters.*.templates": Setting(BOTH, '"own"', lambda felt: OWN_TEMPLATE_MARK in felt.html("gulls")),
    "newsletters.*.layout": Setting(BOTH, '"cards"', lambda felt: 'class="card"' in felt.html("gulls")),
    "newsletters.*.ordering.sections": Setting(
        BOTH, "{ Lonely = 100.0 }", lambda felt: felt.editions["gulls"][1] == "Story lonely"
    ),
    "newsletters.*.ordering.picture": Setting(BOTH, "9.0", lambda felt: _is_left_out(felt, "plainer")),
    "newsletters.*.theme.accent": Setting(BOTH, '"#7a1f3d"', lambda felt: "#7a1f3d" in felt.html("gulls")),
    "newsletters.*.theme.accent_dark": Setting(BOTH, '"#ff9fbf"', lambda felt: "#ff9fbf" in felt.html("gulls")),
    "newsletters.*.theme.paper": Setting(BOTH, '"#fdfaf7"', lambda felt: "#fdfaf7" in felt.html("gulls")),
    "newsletters.*.theme.paper_dark": Setting(BOTH, '"#15100f"', lambda felt: "#15100f" in felt.html("gulls")),
    "newsletters.*.theme.ink": Setting(BOTH, '"#20140f"', lambda felt: "#20140f" in felt.html("gulls")),
    "newsletters.*.theme.ink_dark": Setting(BOTH, '"#f6efe9"', lambda felt: "#f6efe9" in felt.html("gulls")),
    "newsletters.*.theme.canvas": Setting(BOTH, '"#efe6df"', lambda felt: "#efe6df" in felt.html("gulls")),
    "newsletters.*.theme.canvas_dark": Setting(BOTH, '"#0a0605"', lambda felt: "#0a0605" in felt.html("gulls")),
    "newsletters.*.theme.logo": Setting(
        BOTH, '"https://gull.example/gulls.png"', lambda felt: "/gulls.png" in felt.html("gulls")
    ),
    "newsletters.*.theme.logo_dark": Setting(
        BOTH, '"https://gull.example/gulls-dark.png"', lambda felt: "/gulls-dark.png" in felt.html("gulls")
    ),
    "newsletters.*.theme.logo_size": Setting(
        BOTH, "[160, 44]", lambda felt: 'width="160" height="44"' in felt.html("gulls")
    ),
    "newsletters.*.theme.logo_alt": Setting(
        BOTH, '"Sign of gulls"', lambda felt: 'alt="Sign of gulls"' in felt.html("gulls")
    ),
    "newsletters.*.theme.headline_font": Setting(
        BOTH, '["Gull Gulls", "serif"]', lambda felt: "Gull Gulls" in felt.html("gulls")
    ),
    "newsletters.*.theme.text_font": Setting(
        BOTH, '["Skua Gulls", "sans-serif"]', lambda felt: "Skua Gulls,-apple-system" in felt.html("gulls")
    ),
    "newsletters.*.theme.masthead": Setting(
        BOTH,
        '"start"',
        lambda felt: 'style="text-align: center"' in felt.html("plain") and not _is_centred(felt, "gulls"),
    ),
    "newsletters.*.theme.order": Setting(BOTH, '["lead", "more"]', lambda felt: _opens_with_its_lead(felt, "gulls")),
    "newsletters.*.theme.greeting": Setting(
        BOTH, '"Bonjour {name},"', lambda felt: ">Bonjour" in felt.html("gulls") and "Merhaba" not in felt.html("gulls")
    ),
    "newsletters.*.theme.byline": Setting(
        BOTH, "false", lambda felt: "Gul Wing" in felt.html("plain") and "Gul Wing" not in felt.html("gulls")
    ),
    "newsletters.*.theme.dates": Setting(
        BOTH, "false", lambda felt: "Kasım 2026" in felt.html("plain") and "28 novembre" not in felt.html("gulls")
    ),
    "newsletters.*.theme.read_on": Setting(
        BOTH, '"link"', lambda felt: "button" in felt.html("plain") and "Lire la suite\u00a0→" in felt.html("gulls")
    ),
    "newsletters.*.theme.footer": Setting(BOTH, '["Cliffs."]', lambda felt: ">Cliffs.<" in felt.html("gulls")),
    "newsletters.*.theme.social": Setting(
        BOTH, '{ Ledge = "https://ledge.example/g" }', lambda felt: "https://ledge.example/g" in felt.html("gulls")
    ),
    "newsletters.*.blocks.*.name": Setting(BOTH, '"appeal"', lambda felt: "Feed the gulls." in felt.html("gulls")),
    "newsletters.*.blocks.*.form": Setting(
        BOTH, '"announcement"', lambda felt: 'class="wash"' in _around(felt, "Feed the gulls.")
    ),
    "newsletters.*.blocks.*.text": Setting(
        BOTH, '"Feed the gulls."', lambda felt: "Feed the gulls." in felt.html("gulls")
    ),
    "newsletters.*.blocks.*.label": Setting(BOTH, '"Bring fish"', lambda felt: ">Bring fish<" in felt.html("gulls")),
    "newsletters.*.blocks.*.url": Setting(
        BOTH, '"https://gull.example/fish"', lambda felt: 'href="https://gull.example/fish"' in felt.html("gulls")
    ),
    "newsletters.*.blocks.*.after": Setting(
        BOTH, "2", lambda felt: felt.html("gulls").find("<h2") < felt.html("gulls").find("Feed the gulls.") > 0
    ),
    "newsletters.*.blocks.*.starts_on": Setting(
        BOTH, "2026-11-27", lambda felt: "Feed the gulls." in felt.html("gulls")
    ),
    "newsletters.*.blocks.*.ends_on": Setting(BOTH, "2026-11-27", lambda felt: "Feed the gulls." in felt.html("gulls")),
    "delivery.batch": Setting(
        WIRE, "1", lambda felt: felt.calls and not any("outbound-bulk" in call["url"] for call in felt.calls)
    ),
    "delivery.via": Setting(WIRE, '"ses"', lambda felt: not any(felt.folder.rglob("*.eml")) and felt.mails),
    "delivery.outbox_folder": Setting(
        PAPER, '"kept/mails"', lambda felt: any((felt.folder / "kept/mails").glob("*.eml"))
    ),
    "delivery.max_attempts": Setting(WIRE, "2", lambda felt: felt.facts["refused_after"] == 2),
    "delivery.unsubscribe_mailto": Setting(
        BOTH,
        '"leave+us@gull.example"',
        lambda felt: (
            "<mailto:leave%2Bus@gull.example?subject=unsubscribe%20gulls>" in felt.mail("gulls")["List-Unsubscribe"]
        ),
    ),
    "delivery.state_folder": Setting(
        BOTH, '"machine/state"', lambda felt: str(felt.folder / "machine/state") in felt.facts["standing"]["folder"]
    ),
    "delivery.warm_up": Setting(WIRE, "[1_000]", lambda felt: felt.facts["status"]["allowed_today"] == 1_000),
    "delivery.trial.share": Setting(WIRE, "0.5", lambda felt: felt.facts["status"]["trial"] > 0),
    "delivery.trial.most": Setting(WIRE, "1", lambda felt: felt.facts["status"]["trial"] == 1),
    "delivery.trial.wait": Setting(
        WIRE, '"1m"', lambda felt: felt.facts["trial_stop"] and felt.facts["status"]["trial_wait_seconds"] == 60
    ),
    "delivery.doubt": Setting(BOTH, '"at_least_once"', lambda felt: felt.facts["resent_after"]),
    "delivery.doubt_wait": Setting(
        BOTH, '"40m"', lambda felt: timedelta(minutes=39) < felt.facts["resent_after"] <= timedelta(minutes=42)
    ),
    # 30 of 300 prove 7 %, 120 of 300 prove 34 %.
    "delivery.fuse.bounce_warn": Setting(BOTH, "0.2", lambda felt: felt.facts["fuse"]["bounce", 30] == "good"),
    "delivery.fuse.bounce_hold": Setting(BOTH, "0.4", lambda felt: felt.facts["fuse"]["bounce", 120] == "warned"),
    "delivery.fuse.complaint_warn": Setting(BOTH, "0.3", lambda felt: felt.facts["fuse"]["complaint", 30] == "good"),
    "delivery.fuse.complaint_hold": Setting(
        BOTH, "0.45", lambda felt: felt.facts["fuse"]["complaint", 120] == "warned"
    ),
    "delivery.ses.events.queue_url": Setting(WIRE, '"{queue}"', lambda felt: felt.facts["from_queue"] == 1),
    "delivery.ses.events.topic_arn": Setting(
        BOTH, '"arn:aws:sns:eu-north-1:123456789012:gulls"', lambda felt: felt.facts["forged"] == 403
    ),
    "delivery.ses.region": Setting(
        WIRE, '"eu-north-1"', lambda felt: any("/eu-north-1/ses/" in call["signed"] for call in felt.calls)
    ),
    "delivery.ses.profile": Setting(
        WIRE, '"mails"', lambda felt: any("=MAILKEY/" in call["signed"] for call in felt.calls)
    ),
    "delivery.ses.configuration_set": Setting(WIRE, '"gulls-out"', lambda felt: felt.facts["sets"] == {"gulls-out"}),
    "delivery.ses.endpoint_url": Setting(WIRE, '"{ses}"', lambda felt: felt.mails),
    "delivery.ses.tenant": Setting(
        PAPER, '"gull-press"', lambda felt: felt.facts["bulk"]["TenantName"] == "gull-press"
    ),
    "delivery.ses.endpoint_id": Setting(
        PAPER, '"gull.two"', lambda felt: felt.facts["bulk"]["EndpointId"] == "gull.two" and felt.facts["is_asymmetric"]
    ),
    "delivery.ses.template_above": Setting(PAPER, "3", lambda felt: felt.facts["stored"] == [False, True]),
    "delivery.ses.rate_per_second": Setting(
        WIRE, "1", lambda felt: 1.4 <= felt.facts["sending_took"].total_seconds() <= 2.1
    ),
    "delivery.ses.connect_timeout": Setting(WIRE, '"6s"', lambda felt: (6, 19) in felt.facts["timeouts"]),
    "delivery.ses.read_timeout": Setting(WIRE, '"19s"', lambda felt: (6, 19) in felt.facts["timeouts"]),
    "delivery.smtp.host": Setting(PAPER, '"127.0.0.1"', lambda felt: felt.facts["smtp"][0][0] == "127.0.0.1"),
    "delivery.smtp.port": Setting(PAPER, "{smtp}", lambda felt: felt.facts["smtp_mails"] == 1),
    "delivery.smtp.security": Setting(PAPER, '"none"', lambda felt: felt.facts["smtp_mails"] == 1),
    "delivery.smtp.user": Setting(PAPER, '"press"', lambda felt: felt.facts["smtp_user"] == b"press"),
    "delivery.smtp.password": Setting(
        PAPER, "a-secret", lambda felt: felt.facts["smtp_user"] == b"press", is_in_file=False
    ),
    "delivery.smtp.rate_per_second": Setting(PAPER, "7", lambda felt: felt.facts["smtp_rate"] == 7),
    "delivery.smtp.timeout": Setting(PAPER, '"77s"', lambda felt: 76 < felt.facts["smtp"][1] <= 77),
    "web.host": Setting(BOTH, '"::1"', lambda felt: any("Pages      http://[::1]:" in line for line in felt.lines)),
    "web.port": Setting(BOTH, "{port}", lambda felt: felt.facts["web"] == 200),
    "web.trusted_proxies": Setting(BOTH, '["127.0.0.1"]', lambda felt: felt.facts["strangers"] == []),
    "web.secret": Setting(WIRE, "s" * 40, lambda felt: _signed_by(felt, "s" * 40), is_in_file=False),
    "web.secret_file": Setting(
        PAPER, '"kept/key"', lambda felt: _signed_by(felt, (felt.folder / "kept/key").read_text().strip())
    ),
    "desk.enabled": Setting(WIRE, "false", lambda felt: felt.lines and not any("Desk" in line for line in felt.lines)),
    "desk.host": Setting(PAPER, '"::1"', lambda felt: any("Desk       http://[::1]:" in line for line in felt.lines)),
    "desk.port": Setting(PAPER, "{desk}", lambda felt: felt.facts["desk"] == 401),
    "desk.test_to": Setting(
        BOTH,
        '["proof@gull.example"]',
        lambda felt: [each.shown for each in trying_out(felt.parts).addresses] == ["proof@gull.example"],
    ),
    "desk.url": Setting(PAPER, '"https://desk.example.org"', lambda felt: felt.facts["desk_by_name"] == 401),
    "mail.clients": Setting(
        BOTH, '["gmail.ios", "hey.desktop-webmail"]', lambda felt: len(felt.parts.publisher.judging.clients) == 2
    ),
    "mail.templates": Setting(BOTH, '"type"', lambda felt: TEMPLATE_MARK in felt.html("plain")),
}

_NEWSLETTERS = "tests/integration/test_config_newsletters.py"
_OVER_TIME = (
    *("preheader", "day", "clock", "max_wait", "settle", "daily_cap", "quiet_hours", "blackouts", "on_blackout"),
    *("catch_up", "late_stories", "dedupe_across", "max_variants", "approval", "on_silence", "approval_lead"),
    *("readers.languages", "readers.joined_from", "readers.joined_before"),
    *("require_ai_record", "welcome", "ordering.half_life", "utm.source", "utm.medium", "utm.campaign"),
)
_OF_A_CADENCE = (
    *("kind", "at", "weekdays", "day", "min_articles", "max_articles", "overflow", "subject", "preheader", "max_wait"),
    *("settle", "daily_cap", "layout"),
)
#: Keys that one pass and one edition cannot show, and the test that their values reach the newsletter.
ELSEWHERE: dict[str, str] = (
    dict.fromkeys(
        (
            *(f"newsletters.*.{key}" for key in _OVER_TIME),
            *(f"newsletters.*.cadences.*.{key}" for key in _OF_A_CADENCE),
            *("editorial.editors", "retention.renderings", "retention.people"),
        ),
        _NEWSLETTERS,
    )
    | {"feeds.hubs": "tests/integration/test_hubs_killed.py"}
    | {"images.imports": "tests/integration/test_source_import.py"}
    | dict.fromkeys(
        [f"sources.*.{key}" for key in ("wordpress", "feed", "ghost", "sitemap", "secret", "secret_file", "every")],
        "tests/integration/test_source_commands.py",
    )
    | {"sources.*.push": "tests/integration/test_push_source.py"}
    | dict.fromkeys(
        ("retention.unconfirmed", "retention.ended", "retention.networks"),
        "tests/integration/test_audience_retention.py",
    )
)
