"""Wrong configurations on disk: each complaint names file, line, column, key and remedy.

In a case, ``▸`` marks where the complaint must point; it is taken out before the file is written.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from syndicate.config import load
from syndicate.config.catalogue import ANY, keys, sections
from syndicate.errors import ConfigError
from tests.profiles import effort

SITE = """[site]
title = "The Quay"
postal_address = "The Quay, 1 Harbour Steps"
id_authority = "quay.example,2026"
"""
PUBLIC = SITE + 'url = "https://quay.example"\n'
SOURCE = """[[sources]]
name = "samples"
folder = "articles"
"""
FILTER = """[[feeds.filters]]
name = "slow"
title = "Slow news"
"""
NEWSLETTER = """[[newsletters]]
name = "morning"
title = "The Quay · Morning"
sender = "The Quay <news@quay.example>"
"""

WRONG: list[tuple[str, str]] = [
    # Names that nobody knows
    (SITE + '[delivery.ses]\n  ▸reigon = "x"', 'unknown key "reigon" in [delivery.ses]; did you mean "region"?'),
    ('delivery.ses = { ▸profil = "x" }\n' + SITE, 'unknown key "profil" in [delivery.ses]; did you mean "profile"?'),
    (SITE + "▸web.port = 1", 'unknown key "web" in [site]; it is a section of its own, [web]'),
    (SITE + "[▸deliverry]\n", 'unknown section "deliverry"; did you mean [delivery]?'),
    (SITE + "[▸ses]\n", 'unknown section "ses"; did you mean [delivery.ses]?'),
    (SITE + "[[▸newsletter]]\n", 'unknown section "newsletter"; did you mean [[newsletters]]?'),
    (SITE + "[▸zzz]\n", 'unknown section "zzz"; the sections are [site], [theme], [database]'),
    (
        "▸port = 1\n" + SITE,
        'unknown key "port" outside of any section; it belongs to [delivery.smtp] or [web] or [desk]',
    ),
    (SITE + '▸colour = "red"\n', 'unknown key "colour" in [site]; its keys are title, description, url'),
    (SITE + '[web]\n▸region = "x"\n', 'unknown key "region" in [web]; it belongs to [s3] or [delivery.ses]'),
    (SITE + '▸"a\\nb" = 1\n', 'unknown key "a\\nb" in [site]'),
    (SITE + SOURCE + '▸fodler = "x"\n', 'unknown key "fodler" in [[sources]] "samples"; did you mean "folder"?'),
    # What must be there
    ('▸[site]\ntitle = "x"\nid_authority = "a.example,2026"\n', '[site] needs "postal_address"; add postal_address ='),
    (SITE + '▸[[sources]]\nfolder = "x"\n', '[[sources]] no. 1 needs "name"; add name = "samples"'),
    (SITE + 'x = 1\n▸[[newsletters]]\nname = "a"\ntitle = "b"\n', '[[newsletters]] "a" needs "sender"; add sender ='),
    # Another type
    (SITE + '[web]\nport = ▸"80"', '"port" in [web] is "80"; write a whole number without quotation marks'),
    (SITE + "[web]\nport = ▸true", '"port" in [web] is true; write a whole number'),
    (SITE + '[net]\nallow_loopback = ▸"no"', '"allow_loopback" in [net] is "no"; write true or false'),
    (SITE + "[delivery.ses]\nrate_per_second = ▸nan", '"rate_per_second" in [delivery.ses] is nan; write a number'),
    (SITE + SOURCE + 'size_order = ▸"s1"', '"size_order" in [[sources]] "samples" is "s1"; write a list'),
    (SITE + SOURCE + 'size_order = [\n  "s1", # big\n  ▸3]', '"size_order" in [[sources]] "samples" is 3; write text'),
    (SITE + SOURCE + "zone_names = ▸1", '"zone_names" in [[sources]] "samples" is 1; write a table'),
    ("web = ▸3\n" + SITE, '"web" must be written as [web] with its keys below'),
    (SITE + "▸[[web]]\n", '"web" must be written as [web] with its keys below'),
    (SITE + '▸[sources]\nname = "x"\n', '"sources" must be written as [[sources]] with its keys below'),
    ("newsletters = [▸3]\n" + SITE, '"newsletters" must be written as [[newsletters]] with its keys below'),
    # Out of bounds
    (SITE + "[web]\nport = ▸65536", '"port" in [web] is 65536; it must be at most 65_535'),
    (SITE + "[feeds]\nentries = ▸0", '"entries" in [feeds] is 0; it must be at least 1'),
    (
        SITE + "[feeds]\nentries = ▸0x" + "f" * 5000,
        '"entries" in [feeds] is a very large number; it must be at most 500',
    ),
    (SITE + "[delivery.ses]\nrate_per_second = ▸0", "is 0; it must be more than 0"),
    (SITE + "[delivery.trial]\nshare = ▸5", '"share" in [delivery.trial] is 5; it must be at most 0.5'),
    (SITE + "[delivery.ses]\nrate_per_second = ▸1e6", "is 1000000.0; it must be at most 10_000"),
    (SITE + '[delivery]\nwarm_up = [500, ▸"x"]', 'is "x"; write a list of whole numbers without quotation marks'),
    (SITE + "[delivery]\nwarm_up = [500, ▸-1]", '"warm_up" in [delivery] is -1; it must be at least 1'),
    (SITE + "[delivery]\nwarm_up = ▸500", "is 500; write a list of whole numbers without quotation marks"),
    (SITE + f"[delivery]\nwarm_up = ▸{[1] * 367}", '"warm_up" in [delivery] has 367 entries; it may have 366'),
    (SITE + '[schedule]\ncollect_every = ▸"0s"', '"collect_every" in [schedule] is "0s"; write a duration from "1s"'),
    (SITE + '[net]\ntimeout = ▸"11m"', '"timeout" in [net] is "11m"; write a duration from "1s" to "10m"'),
    (SITE + "[net]\ntimeout = ▸10", '"timeout" in [net] is 10; a duration needs its unit; write "10s"'),
    # Not one of the words
    (
        SITE + '[delivery]\nvia = ▸"sess"',
        '"via" in [delivery] is "sess"; it must be "outbox", "ses" or "smtp"; did you mean "ses"?',
    ),
    (
        SITE + NEWSLETTER + "cadence = ▸'hourly'",
        '"cadence" in [[newsletters]] "morning" is "hourly"; it must be "daily"',
    ),
    # Not of the form
    (
        SITE + "language = ▸'english'",
        '"language" in [site] is "english"; write a BCP 47 tag',
    ),
    (SITE + "time_zone = ▸'Europe/Londn'", 'no such IANA time zone; did you mean "Europe/London"?'),
    (SITE + "url = ▸'quay.example'", '"url" in [site] is "quay.example"; write an absolute address'),
    (
        SITE.replace('= "quay.example,2026"', '= ▸"quay.example"'),
        '"id_authority" in [site] is "quay.example"; write a domain',
    ),
    (SITE + SOURCE + "permalink = ▸'https://a.example/{slog}'", "did you mean {slug}?"),
    (SITE + SOURCE + 'zone_names = { CET = ▸"Europe/Berln" }', 'did you mean "Europe/Berlin"?'),
    (SITE + SOURCE + "size_rewrite = { '/s(5/' = ▸'/s1/' }", "as a regular expression it is broken: missing )"),
    (SITE + SOURCE + '[sources.zone_names]\n"C T" = ▸"Europe/Oslo"', "an abbreviation is up to eight letters"),
    (SITE + NEWSLETTER + 'at = ▸"7am"', '"at" in [[newsletters]] "morning" is "7am"; write a time of day'),
    (SITE + NEWSLETTER + 'weekdays = ▸["mo"]', '"weekdays" in [[newsletters]] "morning" is "mo"; days are mon, tue'),
    (SITE + NEWSLETTER.replace('"The Quay <', '▸"<<'), '"sender" in [[newsletters]] "morning" is not an address'),
    (SITE + '[desk]\nhost = ▸"0.0.0.0"', '"host" in [desk] is "0.0.0.0"; the desk shows what is not published'),
    (SITE + '[desk]\nurl = ▸"http://desk.example"', "passwords would cross the network for everybody to read"),
    (SITE + '[desk]\nurl = ▸"https://quay.example/desk"', "write scheme and host alone"),
    (
        SITE + '[web]\ntrusted_proxies = [\n  "127.0.0.1",\n  ▸"nginx"]',
        '"trusted_proxies" in [web] is "nginx"; write the IP address of a proxy',
    ),
    (SITE + '[web]\ntrusted_proxies = ▸"127.0.0.1"', '"trusted_proxies" in [web] is "127.0.0.1"; write a list'),
    (SITE + '[web]\ntrusted_proxies = [▸"127.0.0.1:8080"]', "write the IP address of a proxy"),
    (SITE + '[web]\ntrusted_proxies = [▸"10.0.0.0/33"]', "write the IP address of a proxy"),
    (
        SITE + '[web]\ntrusted_proxies = [▸"::/0"]',
        "that is everybody, and whoever is trusted may pretend to be anybody",
    ),
    (SITE + '[web]\ntrusted_proxies = [▸"10.0.0.7/24"]', 'has bits behind the network\'s; write "10.0.0.0/24"'),
    (SITE + '[web]\ntrusted_proxies = [▸"::ffff:10.0.0.1"]', 'write it as IPv4: "10.0.0.1"'),
    (SITE + '[feeds]\nfolder = ▸""', '"folder" in [feeds] is ""; write a path'),
    (SITE + '[database]\nurl = ▸"postgres://h/d"', '"url" in [database] is no database address; write "sqlite:///'),
    (SITE + '[database]\nurl = ▸"sqlite://"', '"url" in [database] names no file'),
    (SITE + '[database]\nurl_file = ▸"nowhere"', '"url_file" in [database] cannot be read; write the address'),
    (SITE + '[feeds]\nscopes = [▸"topic"]', '"scopes" in [feeds] is "topic"; it must be "section", "author"'),
    (SITE + '[feeds]\nsummary_only = [▸"World"]', '"summary_only" in [feeds] is "World"; write "site", a kind'),
    (SITE + '[feeds]\nhubs = ▸"https://hub.example"', '"hubs" in [feeds] is "https://hub.example"; write a list'),
    (SITE + '[feeds]\nhubs = [▸"hub"]', '"hubs" in [feeds] is "hub"; write an absolute address'),
    (SITE + "[feeds]\n▸filter = 1", 'unknown key "filter" in [feeds]; did you mean "filters"?'),
    (SITE + "[feeds]\nfilters = [▸3]", '"filters" must be written as [[feeds.filters]] with its keys below'),
    (SITE + "▸[[feeds.filters]]\nname = 'a'\n", '[[feeds.filters]] "a" needs "title"; add title = "Climate"'),
    (SITE + FILTER + '▸tag = ["x"]', 'unknown key "tag" in [[feeds.filters]] "slow"'),
    (
        SITE + FILTER + "languages = [▸'xx']",
        '"languages" in [[feeds.filters]] "slow" is "xx"; write a BCP 47 tag such as "en", "en-GB" or "tr"',
    ),
    # Good alone, wrong together
    (SITE + FILTER + FILTER.replace('"slow"', '▸"slow"'), '"name" in [[feeds.filters]] is "slow" for the second time'),
    (
        SITE + '[feeds]\nsummary_only = ["section", ▸"tag/world"]',
        '"summary_only" in [feeds] names "tag/world", but there are no such feeds; add "tag" to scopes',
    ),
    (
        SITE + '[feeds]\nsummary_only = [▸"filter/fast"]\n' + FILTER,
        'names "filter/fast", but [[feeds.filters]] has no "fast"; correct one of them',
    ),
    (
        SITE + SOURCE + SOURCE.replace('"samples"', '▸"samples"').replace("articles", "more"),
        "for the second time; give each entry",
    ),
    (
        SITE + SOURCE + '[[sources]]\nname = "b"\nfolder = ▸"articles/b"',
        "overlap; write folders of which none contains",
    ),
    (
        SITE + '[feeds]\nfolder = "out"\n[[sources]]\nname = "b"\nfolder = ▸"out/in"',
        '"folder" in [[sources]] "b" and "folder" in [feeds]',
    ),
    (SITE + '[images]\nfolder = ▸"./feeds/../feeds"', '"folder" in [images] and "folder" in [feeds] overlap'),
    (
        SITE + 'purge_file = ▸"feeds/purge.txt"',
        '"purge_file" in [site] lies inside "folder" in [feeds], which everybody',
    ),
    (
        SITE + 'purge_file = ▸"articles/purge.txt"\n' + SOURCE,
        '"purge_file" in [site] lies inside "folder" in [[sources]] "samples", where it would be read as an article',
    ),
    (
        SITE + '[web]\nsecret_file = ▸"feeds/key"',
        '"secret_file" in [web] lies inside "folder" in [feeds], which everybody',
    ),
    (SITE + '[database]\nurl = ▸"sqlite:///var/media/a.db"', '"url" in [database] lies inside "folder" in [images]'),
    (
        SITE + '[delivery]\nstate_folder = ▸"var/state"',
        '"state_folder" in [delivery] lies beside the database and is copied with it; keep it elsewhere',
    ),
    (
        SITE + '[audience]\nconfirm_within = "20d"\n[retention]\nunconfirmed = ▸"19d"',
        '"unconfirmed" in [retention] is shorter than "confirm_within" in [audience]: a wish to join would be gone',
    ),
    (SITE + "[desk]\nport = ▸8080", '"port" in [desk] is 8080, as in [web]; give each listener its own'),
    (SITE + '[web]\nhost = "0.0.0.0"\nport = 9000\n[desk]\nport = ▸9000', '"port" in [desk] is 9000'),
    (SITE + NEWSLETTER + 'cadence = ▸"weekly"', '"weekdays" in [[newsletters]] "morning" must name one day'),
    (SITE + NEWSLETTER + "min_articles = ▸9\nmax_articles = 3", "is 9, above max_articles, 3; lower it"),
    (
        SITE + '[audience]\nsample_readers = ["a@a.example", ▸"b@gmail.com"]',
        "has b@gmail.com, which may be a real person's",
    ),
    (PUBLIC + '[audience]\nsample_readers = ▸["a@b.test"]\n[delivery]\nvia = "ses"', "would bounce at SES"),
    (
        PUBLIC + '[audience]\nsample_readers = ▸["a@b.test"]\n[delivery]\nvia = "smtp"',
        "would bounce at the mail server",
    ),
    (
        '[site]\nurl = ▸"http://quay.example"' + SITE.removeprefix("[site]") + '[delivery]\nvia = "smtp"',
        "is http://quay.example, but mails through the mail server need https for their one-click unsubscribe",
    ),
    (
        PUBLIC + '[delivery]\nvia = "smtp"\n[delivery.smtp]\nuser = ▸"press"',
        '"user" in [delivery.smtp] is written without a password; set SYNDICATE_DELIVERY__SMTP__PASSWORD',
    ),
    (
        PUBLIC + '[delivery]\nvia = "smtp"\n[delivery.smtp]\nhost = "mail.example"\nuser = ▸"press"\nsecurity = "none"',
        '"user" in [delivery.smtp] and its password would cross the network for everybody to read',
    ),
    (SITE + "[delivery]\nbatch = ▸51", '"batch" in [delivery] is 51'),
    (
        '[site]\nurl = ▸"http://quay.example"' + SITE.removeprefix("[site]") + '[delivery]\nvia = "ses"',
        "is http://quay.example, but mails through SES need https for their one-click unsubscribe",
    ),
    (
        '[site]\nurl = ▸"https://127.0.0.1:8443"' + SITE.removeprefix("[site]") + '[delivery]\nvia = "ses"',
        "is https://127.0.0.1:8443, which only this machine can open, but mails through SES link to it",
    ),
    (
        SITE + '[database]\nurl_file = ▸"u"\nurl = "sqlite:///a.db"',
        '"url_file" in [database] stands beside url; write one',
    ),
    # Secrets
    (SITE + '[web]\nsecret = ▸"hunter2"', '"secret" in [web] must not stand in the file; set SYNDICATE_WEB__SECRET'),
    (
        SITE + '[delivery.smtp]\npassword = ▸"hunter2"',
        '"password" in [delivery.smtp] must not stand in the file; set SYNDICATE_DELIVERY__SMTP__PASSWORD',
    ),
    (
        SITE + '[database]\nurl = ▸"postgresql://a:hunter2@h/d"',
        "must not have a password in the file; set SYNDICATE_DATABASE__URL",
    ),
    (SITE + 'url = ▸"https://a:hunter2@quay.example"', "write the address without user and password"),
    # Not TOML
    (SITE + "title ▸x", "this is not TOML: expected '=' after a key in a key/value pair; texts stand in"),
    (
        SITE + 'title = "again"▸\n',
        "this is not TOML: cannot overwrite a value; a section and each key in it may stand once",
    ),
    (SITE + "[web▸\n", "this is not TOML: expected ']' at the end of a table declaration; texts stand in"),
    # A shelf in a bucket
    (SITE + '[images]\nshelf = ▸"s3"\n', '"shelf" in [images] is "s3", but [s3] names no bucket; add bucket ='),
    (SITE + '[feeds]\nshelf = ▸"s3"\n', '"shelf" in [feeds] is "s3", but [s3] names no bucket; add bucket ='),
    (SITE + '[images]\nshelf = ▸"bucket"\n', '"shelf" in [images] is "bucket"; it must be "folder" or "s3"'),
    (SITE + '[s3]\nbucket = ▸"The Quay"\n', '"bucket" in [s3] is "The Quay"; write 3 to 63 lower-case letters'),
    (SITE + '[s3]\nbucket = ▸"192.168.5.4"\n', '"bucket" in [s3] is "192.168.5.4"; write 3 to 63 lower-case letters'),
    (SITE + '[s3]\nbucket = ▸"a..b"\n', '"bucket" in [s3] is "a..b"; write 3 to 63 lower-case letters'),
    (SITE + '[s3]\nprefix = ▸"news"\n', '"prefix" in [s3] is "news"; write folders with a slash behind each'),
    (SITE + '[s3]\nprefix = ▸"../"\n', '"prefix" in [s3] is "../"; write folders with a slash behind each'),
    (SITE + '[images]\nbase_url = ▸"/media"\n', '"base_url" in [images] is "/media"; write an absolute address'),
    (SITE + 'x = """▸', "this is not TOML: unterminated string; texts stand"),
]


def complaints(folder: Path, text: str | bytes) -> list[str]:
    file = folder / "config.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ConfigError) as refused:
        load(file, environ={})
    return [str(complaint).removeprefix(f"{folder}/") for complaint in refused.value.complaints]


@pytest.mark.parametrize(("marked", "message"), WRONG, ids=[message[:60] for _, message in WRONG])
def test_a_mistake_is_told_with_its_place_and_remedy(tmp_path: Path, marked: str, message: str) -> None:
    before, _, after = marked.partition("▸")
    place = f"config.toml:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}: "
    told = complaints(tmp_path, before + after)
    assert any(complaint.startswith(place) and message in complaint for complaint in told), told
    assert "hunter2" not in "".join(told)


def test_one_mistake_is_one_complaint(tmp_path: Path) -> None:
    for index, (marked, _) in enumerate(WRONG):
        folder = tmp_path / str(index)
        folder.mkdir()
        assert len(complaints(folder, marked.replace("▸", ""))) == (2 if "x = 1" in marked else 1), marked


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = """prot = 1
[site]
title = ""
url = "x"
id_authority = "quay.example,2026"
[web]
port = 8081
[feeds]
entries = "many"
folder = "out"
[[sources]]
folder = "out"
first_run = "male"
[[newsletters]]
name = "morning"
cadence = "weekly"
sender = "nobody"
[[newsletters]]
name = "morning"
"""
    told = complaints(tmp_path, text)
    assert [complaint.split(" ", 1)[0] for complaint in told] == [
        f"config.toml:{place}:"
        for place in (
            [
                "1:1",
                "2:1",
                "3:9",
                "4:7",
                "7:8",
                "9:11",
                "11:1",
                "12:10",
                "13:13",
                "14:1",
                "16:11",
                "17:10",
                "18:1",
                "18:1",
                "19:8",
            ]
        )
    ]


def through_ses(url: str, ses: str = "") -> str:
    return f'{SITE}url = "{url}"\n[delivery]\nvia = "ses"\n[delivery.ses]\n{ses}'


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost.:8080",
        "https://app.localhost",
        "https://127.1",
        "https://2130706433/news",
        "https://[::ffff:127.0.0.1]",
        "http://0.0.0.0:8080",
        "https://[::]",
        "https://127.0.0.1.",
    ],
)
def test_mails_through_ses_never_link_to_this_machine(tmp_path: Path, url: str) -> None:
    (told,) = complaints(tmp_path, through_ses(url))
    assert f'"url" in [site] is {url}, which only this machine can open' in told


@pytest.mark.parametrize(
    ("url", "proposed"),
    [
        ("http://quay.example", "https://quay.example"),
        ("http://quay.example/news", "https://quay.example/news"),
        ("http://quay.example:8080", "https://quay.example"),
        ("HTTP://quay.example:80/a/b", "https://quay.example/a/b"),
        ("http://quay.example:/a", "https://quay.example/a"),
        ("http://[2001:db8::1]:8080/a", "https://[2001:db8::1]/a"),
        ("http://[2001:db8::1]", "https://[2001:db8::1]"),
    ],
)
def test_the_address_with_https_is_proposed_whole(tmp_path: Path, url: str, proposed: str) -> None:
    (told,) = complaints(tmp_path, through_ses(url))
    assert told.endswith(f"serve the site so, and write {proposed}")


@pytest.mark.parametrize("url", ["http://127.0.0.1:8080", "http://quay.example"])
def test_with_an_emulator_on_this_machine_links_may_lead_anywhere(tmp_path: Path, url: str) -> None:
    file = tmp_path / "config.toml"
    for endpoint in ("http://localhost:4579", "http://[::1]:4579", "http://ses.localhost/x"):
        file.write_text(through_ses(url, f'endpoint_url = "{endpoint}"'))
        assert load(file, environ={}).site.url == url
    assert len(complaints(tmp_path, through_ses(url, 'endpoint_url = "https://ses.quay.example"'))) == 1


def test_a_clash_with_a_bad_value_is_not_told(tmp_path: Path) -> None:
    told = complaints(tmp_path, SITE + '[web]\nport = "x"\n[desk]\nport = 8080\n')
    assert len(told) == 1


def test_a_bad_value_that_others_fall_back_to_is_told_once(tmp_path: Path) -> None:
    assert len(complaints(tmp_path, SITE + 'language = "xx"\n' + SOURCE + NEWSLETTER)) == 1


def test_a_missing_file_is_told_with_a_hint(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"nowhere\.toml: there is no such file; name it with --config") as refused:
        load(tmp_path / "nowhere.toml", environ={})
    assert refused.value.code == "config-invalid"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        load(tmp_path, environ={})


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ('[site]\ntitle = "Ümläut"'.encode("latin-1"), "config.toml:2:10: is not UTF-8 here; save the file as UTF-8"),
        (b"x = " + b"[" * 20_000, "config.toml: brackets are nested too deeply"),
        (b"x = " + b"9" * 5_000, "config.toml: a number in it has thousands of digits"),
        (b"#" * 1_000_001, "config.toml: is larger than 1,000,000 bytes"),
        (b"\x00", "config.toml:1:1: this is not TOML"),
    ],
)
def test_a_file_that_is_no_configuration_is_told_politely(tmp_path: Path, content: bytes, message: str) -> None:
    (told,) = complaints(tmp_path, content)
    assert told.startswith(message)


def test_a_byte_order_mark_is_overlooked(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(SITE, encoding="utf-8-sig")
    assert load(file, environ={}).where(("site", "title")).endswith("config.toml:2:9")


_ANYTHING = st.sampled_from(
    [
        '""',
        '"x"',
        "'\\u0000'",
        '"\\u0000"',
        "0",
        "-1",
        "true",
        "[]",
        "{}",
        "[[]]",
        "nan",
        "1979-05-27",
        "07:32:00",
        '["a", 1]',
        "{ a = 1 }",
        '"é"',
    ]
)
_PATHS = st.sampled_from(sorted(tuple(map(str, path)) for path in keys()))


@settings(effort(2 / 5), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(_PATHS, _ANYTHING, max_size=6), st.dictionaries(_PATHS, st.text(max_size=9), max_size=3))
def test_nothing_but_complaints_comes_of_any_value(
    tmp_path: Path, file: dict[tuple[str, ...], str], flags: dict[tuple[str, ...], str]
) -> None:
    sections: dict[str, list[str]] = {}
    for path, value in file.items():
        header = f"[[{path[0]}]]" if ANY in path else f"[{'.'.join(path[:-1])}]"
        sections.setdefault(header, []).append(f"{path[-1]} = {value}")
    text = "\n".join("\n".join([header, *lines]) for header, lines in sections.items())
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        load(tmp_path / "config.toml", environ={}, overrides={".".join(path): value for path, value in flags.items()})
    for complaint in refused.value.complaints:
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", complaint.message)
        assert complaint.where.startswith((str(tmp_path), "flag "))


@pytest.mark.parametrize("written", ["[[{}]]", "[{}]", "{} = 3", "{} = [3]", "{} = {{}}", "{} = [[1]]"])
def test_a_section_in_another_form_is_a_complaint_whatever_it_needs(tmp_path: Path, written: str) -> None:
    names = {".".join(str(step) for step in section if step is not ANY) for section in sections() if section}
    for name in names:
        (tmp_path / "config.toml").write_text(written.format(name) + "\n", encoding="utf-8")
        with pytest.raises(ConfigError):
            load(tmp_path / "config.toml", environ={})
