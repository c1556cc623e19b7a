"""Flag over environment over file over default; and every value can say where it came from."""

from __future__ import annotations

from datetime import time, timedelta
from pathlib import Path

import pytest

from syndicate.config import Config, Weekday, load
from syndicate.config.listing import describe
from syndicate.errors import ConfigError

TEXT = """[site]
title = "The Quay"
postal_address = "The Quay, 1 Harbour Steps"
id_authority = "quay.example,2026"
language = "tr"

[[sources]]
name = "world-desk"
folder = "in"

[[newsletters]]
name = "morning"
title = "Morning"
sender = "The Quay <news@quay.example>"
at = "06:00"
time_zone = "Asia/Tokyo"

[web]
port = 9000
"""
SECRET = "correct horse battery staple, twice"  # noqa: S105 - a made-up one


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(TEXT, encoding="utf-8")
    return path


def settings(config: Config) -> dict[str, tuple[object, str]]:
    return {setting.path: (setting.value, setting.source) for setting in describe(config)}


def refused(file: Path, environ: dict[str, str], overrides: dict[str, object] | None = None) -> list[str]:
    with pytest.raises(ConfigError) as error:
        load(file, environ, overrides)
    return [str(complaint) for complaint in error.value.complaints]


def test_a_flag_beats_the_environment_beats_the_file_beats_the_default(file: Path) -> None:
    environ = {"SYNDICATE_WEB__PORT": "9001"}
    assert load(file, {}).desk.port == 8081
    assert load(file, {}).web.port == 9000
    assert load(file, environ).web.port == 9001
    assert load(file, environ, {"web.port": 9002}).web.port == 9002


def test_entries_of_arrays_are_reached_by_their_name(file: Path) -> None:
    environ = {"SYNDICATE_SOURCES__WORLD_DESK__FOLDER": "elsewhere", "SYNDICATE_NEWSLETTERS__MORNING__AT": "08:15"}
    config = load(file, environ, {"newsletters.morning.title": "Sabah"})
    assert config.sources[0].folder == file.parent / "elsewhere"
    assert (config.newsletters[0].at, config.newsletters[0].title) == (time(8, 15), "Sabah")


def test_tables_that_the_file_lacks_can_be_set(file: Path) -> None:
    environ = {"SYNDICATE_SITE__URL": "https://quay.example", "SYNDICATE_DELIVERY__VIA": "ses"}
    config = load(file, {**environ, "SYNDICATE_DELIVERY__SES__REGION": "eu-west-1"})
    assert (config.delivery.via, config.delivery.ses.region) == ("ses", "eu-west-1")


@pytest.mark.parametrize(
    ("variable", "written", "setting", "value"),
    [
        ("NET__ALLOW_LOOPBACK", "True", "net.allow_loopback", True),
        ("DELIVERY__SES__RATE_PER_SECOND", "2.5", "delivery.ses.rate_per_second", 2.5),
        ("DELIVERY__SES__RATE_PER_SECOND", "14", "delivery.ses.rate_per_second", 14.0),
        ("IMAGES__MAX_BYTES", "2_000_000", "images.max_bytes", 2_000_000),
        ("NET__TIMEOUT", "1m", "net.timeout", "1m"),
        ("SITE__TITLE", "12", "site.title", "12"),
        ("NEWSLETTERS__MORNING__SECTIONS", "World, Culture", "newsletters.morning.sections", ["World", "Culture"]),
        ("NEWSLETTERS__MORNING__SECTIONS", '["World, Culture"]', "newsletters.morning.sections", ["World, Culture"]),
        ("NEWSLETTERS__MORNING__SECTIONS", "", "newsletters.morning.sections", []),
        ("NEWSLETTERS__MORNING__WEEKDAYS", "fri,mon", "newsletters.morning.weekdays", ["mon", "fri"]),
        (
            "SOURCES__WORLD_DESK__ZONE_NAMES",
            '{ CET = "Europe/Berlin" }',
            "sources.world-desk.zone_names",
            {"CET": "Europe/Berlin"},
        ),
        (
            "SOURCES__WORLD_DESK__ZONE_NAMES",
            '{"CET": "Europe/Berlin"}',
            "sources.world-desk.zone_names",
            {"CET": "Europe/Berlin"},
        ),
    ],
)
def test_a_variable_has_the_type_of_its_key(
    file: Path, variable: str, written: str, setting: str, value: object
) -> None:
    config = load(file, {f"SYNDICATE_{variable}": written})
    assert settings(config)[setting] == (value, f"SYNDICATE_{variable}")
    assert settings(load(file, {}, {setting: written}))[setting] == (value, f"flag {setting}")


@pytest.mark.parametrize(
    ("variable", "written", "message"),
    [
        ("SYNDICATE_WEB__PRT", "1", "names no setting; did you mean SYNDICATE_WEB__PORT?"),
        ("SYNDICATE_WEB_PORT", "1", "names no setting; did you mean SYNDICATE_WEB__PORT?"),
        ("SYNDICATE_SOURCES__WORLDDESK__FOLDER", "x", "did you mean SYNDICATE_SOURCES__WORLD_DESK__FOLDER?"),
        ("SYNDICATE_SOURCES__WORLD_DESK__NAME", "x", "names no setting"),
        ("SYNDICATE_", "x", "names no setting; `syndicate config show` lists them all"),
        ("SYNDICATE_WEB__PORT", "many", '"port" in [web] is "many"; write a whole number'),
        ("SYNDICATE_WEB__PORT", "80\nhost = 1", '"port" in [web] is "80\\nhost = 1"; write a whole number'),
        ("SYNDICATE_WEB__PORT", "9" * 5000, '"port" in [web] is "999'),
        ("SYNDICATE_NET__ALLOW_LOOPBACK", "yes", '"allow_loopback" in [net] is "yes"; write true or false'),
        ("SYNDICATE_NEWSLETTERS__MORNING__WEEKDAYS", "[" * 9999, "write a list of days"),
        ("SYNDICATE_SITE__TITLE", "\udcff\udcfe", '"title" in [site] is ""; write it on one line'),
        ("SYNDICATE_DESK__PORT", "9000", '"port" in [desk] is 9000, as in [web]'),
    ],
)
def test_a_wrong_variable_is_told_by_its_name(file: Path, variable: str, written: str, message: str) -> None:
    (told,) = refused(file, {variable: written})
    assert told.startswith(f"{variable}: ")
    assert message in told


def test_complaints_come_from_every_layer_at_once(file: Path) -> None:
    file.write_text(TEXT + "prot = 1\n", encoding="utf-8")
    told = refused(file, {"SYNDICATE_X": "", "SYNDICATE_FEEDS__ENTRIES": "0"}, {"web.host": "a b", "web.hots": "c"})
    assert [complaint.split(":", 1)[0] for complaint in told if not complaint.startswith(str(file))] == [
        "SYNDICATE_FEEDS__ENTRIES",
        "SYNDICATE_X",
        "flag web.host",
        "flag web.hots",
    ]
    assert told[0].startswith(f"{file}:20:1: unknown key")


def test_other_variables_and_flags_that_were_not_given_are_let_be(file: Path) -> None:
    environ = {"SYNDICATE_CONFIG": "config.toml", "PATH": "/bin", "XSYNDICATE_WEB__PORT": "x"}
    assert load(file, environ, {"web.port": None}).web.port == 9000


def test_the_process_s_own_environment_is_read_when_none_is_given(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNDICATE_WEB__PORT", "9003")
    assert load(file).web.port == 9003


def test_the_file_is_config_toml_here_when_nobody_names_it(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(file.parent)
    config = load(environ={})
    assert (config.path, config.folder) == (Path("config.toml"), file.parent)
    assert config.where(("web", "port")) == "config.toml:19:8"


def test_relative_paths_start_at_the_folder_of_the_file(file: Path) -> None:
    config = load(file, {})
    assert config.feeds.folder == file.parent / "feeds"
    assert config.delivery.outbox_folder == file.parent / "var/outbox"
    assert config.database.url.get_secret_value() == f"sqlite:///{file.parent}/var/syndicate.db"
    assert config.database.url.file == file.parent / "var/syndicate.db"
    assert config.resolve("a/b") == file.parent / "a/b"
    assert config.resolve("/a/b") == Path("/a/b")


def test_an_absolute_sqlite_path_stays(file: Path) -> None:
    config = load(file, {"SYNDICATE_DATABASE__URL": "sqlite:////srv/news.db"})
    assert config.database.url.get_secret_value() == "sqlite:////srv/news.db"


def test_what_is_not_written_falls_back_to_the_site(file: Path) -> None:
    config = load(file, {"SYNDICATE_SITE__TIME_ZONE": "Europe/Istanbul"})
    assert config.site.description == "The Quay"
    assert (config.sources[0].language, config.sources[0].time_zone.key) == ("tr", "Europe/Istanbul")
    assert (config.newsletters[0].language, config.newsletters[0].time_zone.key) == ("tr", "Asia/Tokyo")


def test_every_value_says_where_it_came_from(file: Path) -> None:
    config = load(file, {"SYNDICATE_SITE__TIME_ZONE": "Europe/Istanbul"}, {"feeds.entries": 9})
    shown = settings(config)
    assert shown["web.port"] == (9000, f"{file}:19")
    assert shown["web.host"] == ("127.0.0.1", "default")
    assert shown["feeds.entries"] == (9, "flag feeds.entries")
    assert shown["sources.world-desk.language"] == ("tr", f"site.language ({file}:5)")
    assert shown["sources.world-desk.time_zone"] == ("Europe/Istanbul", "site.time_zone (SYNDICATE_SITE__TIME_ZONE)")
    assert shown["newsletters.morning.sender"] == ("The Quay <news@quay.example>", f"{file}:14")
    assert shown["newsletters.morning.at"] == ("06:00", f"{file}:15")
    assert shown["newsletters.morning.reply_to"] == (None, "default")
    assert shown["schedule.misfire_grace"] == ("1h", "default")


def test_a_value_can_be_found_again_when_a_room_refuses_it(file: Path) -> None:
    config = load(file, {"SYNDICATE_FEEDS__ENTRIES": "9"})
    assert config.where(("newsletters", "morning", "at")) == f"{file}:15:6"
    assert config.where(("newsletters", 0, "at")) == f"{file}:15:6"
    assert config.where(("newsletters", "morning", "cadence")) == f"{file}:11:1"
    assert config.where(("newsletters", "morning", "language")) == f"{file}:5:12"
    assert config.where(("feeds", "entries")) == "SYNDICATE_FEEDS__ENTRIES"
    assert config.where(("images", "folder")) == str(file)


def test_secrets_are_masked_wherever_they_could_be_printed(file: Path) -> None:
    url = "postgresql://ann:hunter2hunter2@db.example/news"
    config = load(file, {"SYNDICATE_WEB__SECRET": SECRET, "SYNDICATE_DATABASE__URL": url})
    shown = settings(config)
    assert shown["web.secret"] == ("********", "SYNDICATE_WEB__SECRET")
    assert shown["database.url"] == ("postgresql://ann:********@db.example/news", "SYNDICATE_DATABASE__URL")
    printed = f"{config!r} {config} {shown}"
    assert SECRET not in printed
    assert "hunter2" not in printed
    assert config.web.secret is not None
    assert config.web.secret.get_secret_value() == SECRET
    assert config.database.url.get_secret_value() == url
    assert config.database.url.file is None


@pytest.mark.parametrize(
    ("variable", "written"),
    [("SYNDICATE_WEB__SECRET", "hunter2"), ("SYNDICATE_DATABASE__URL", "mysql://ann:hunter2@db/news")],
)
def test_a_complaint_about_a_secret_does_not_repeat_it(file: Path, variable: str, written: str) -> None:
    with pytest.raises(ConfigError) as error:
        load(file, {variable: written})
    assert "hunter2" not in f"{error.value} {error.value!r}"
    assert error.value.__cause__ is None
    assert error.value.__context__ is None


def test_the_database_s_address_can_lie_in_a_file_of_its_own(file: Path) -> None:
    (file.parent / "url").write_text("postgresql://ann:hunter2@db/news\n", encoding="utf-8")
    file.write_text(TEXT + '[database]\nurl_file = "url"\n', encoding="utf-8")
    config = load(file, {})
    assert config.database.url.get_secret_value() == "postgresql://ann:hunter2@db/news"
    assert settings(config)["database.url"] == (
        "postgresql://ann:********@db/news",
        f"database.url_file ({file}:21)",
    )
    higher = load(file, {"SYNDICATE_DATABASE__URL": "sqlite:///a.db"})
    assert higher.database.url.file == file.parent / "a.db"


def test_a_file_named_by_the_environment_beats_an_address_in_the_configuration(file: Path) -> None:
    (file.parent / "url").write_text("postgresql://db/news", encoding="utf-8")
    file.write_text(TEXT + '[database]\nurl = "sqlite:///a.db"\n', encoding="utf-8")
    config = load(file, {"SYNDICATE_DATABASE__URL_FILE": "url"})
    assert config.database.url.get_secret_value() == "postgresql://db/news"


def test_a_wrong_address_in_the_file_is_told_where_the_file_is_named(file: Path) -> None:
    (file.parent / "url").write_text("hunter2", encoding="utf-8")
    file.write_text(TEXT + '[database]\nurl_file = "url"\n', encoding="utf-8")
    (told,) = refused(file, {})
    assert told.startswith(f'{file}:21:12: "url" in [database] is no database address')
    assert "hunter2" not in told


def test_nothing_can_be_changed_afterwards(file: Path) -> None:
    config = load(file, {"SYNDICATE_SOURCES__WORLD_DESK__ZONE_NAMES": '{ CET = "Europe/Berlin" }'})
    with pytest.raises(ValueError, match="frozen"):
        config.web.port = 1
    with pytest.raises(TypeError, match="item assignment"):
        config.sources[0].zone_names["CET"] = "UTC"  # type: ignore[index]


def test_values_have_the_types_that_rooms_work_with(file: Path) -> None:
    (newsletter,) = load(file, {"SYNDICATE_NEWSLETTERS__MORNING__WEEKDAYS": "fri"}).newsletters
    assert newsletter.weekdays == frozenset({Weekday.FRI}) == frozenset({4})
    assert newsletter.max_lateness == timedelta(hours=36)
    assert (newsletter.sender.name, newsletter.sender.address) == ("The Quay", "news@quay.example")


def test_flags_may_be_values_of_their_own_type(file: Path) -> None:
    config = load(file, {}, {"delivery.outbox_folder": Path("/srv/out"), "desk.enabled": False})
    assert (config.delivery.outbox_folder, config.desk.enabled) == (Path("/srv/out"), False)


def test_a_saved_filter_is_reached_by_its_name(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    text = (Path(__file__).parents[2] / "config.toml").read_text(encoding="utf-8")
    file.write_text(text, encoding="utf-8")
    environ = {"SYNDICATE_FEEDS__FILTERS__NO_HURRY__TAGS": "lamps, tides", "SYNDICATE_FEEDS__SCOPES": "author,tag"}
    config = load(file, environ, {"feeds.filters.no-hurry.match": "any"})
    (one,) = config.feeds.filters
    assert (one.tags, one.match, config.feeds.scopes) == (("lamps", "tides"), "any", ("author", "tag"))
    assert config.where(("feeds", "filters", "no-hurry", "tags")) == "SYNDICATE_FEEDS__FILTERS__NO_HURRY__TAGS"


def test_proxies_may_come_from_the_environment_and_are_shown_as_people_write_them(file: Path) -> None:
    config = load(file, {"SYNDICATE_WEB__TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/24, 2001:db8::/64, ::1"})
    (shown,) = [setting for setting in describe(config) if setting.path == "web.trusted_proxies"]
    assert shown.value == ["127.0.0.1", "10.0.0.0/24", "2001:db8::/64", "::1"]
