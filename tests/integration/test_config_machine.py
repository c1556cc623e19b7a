"""``config check`` on this machine: folders, files, and what boto3 knows of profiles and regions."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from syndicate.config import load, machine
from syndicate.config.examining import examine
from syndicate.errors import ConfigError
from syndicate.storage.schema import HEAD
from tests.aws import isolate_aws
from tests.newsroom import CONFIG, REPOSITORY

if TYPE_CHECKING:
    from tests.newsroom import Newsroom

SES = '[delivery]\nvia = "ses"\n[delivery.ses]\n'
S3 = '[feeds]\nshelf = "s3"\n[s3]\nbucket = "quay-example"\n'


@pytest.fixture(autouse=True)
def aws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """boto3's own file, with one profile."""
    isolate_aws(monkeypatch)
    file = tmp_path / "aws.config"
    file.write_text("[profile publishing]\nregion = eu-west-1\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(file))
    return file


def configure(newsroom: Newsroom, more: str = "", **replaced: str) -> None:
    text = CONFIG
    if "via" in more:  # readers and a site that are not made up
        text = text.replace("[audience]\nsample_readers = ", "# ").replace(
            "http://127.0.0.1:8080", "https://lantern.example"
        )
    for before, after in replaced.items():
        text = text.replace(f"{before} = ", f"{before} = {after} #")
    newsroom.configure(f"{text}\n{more}")


def complaints(newsroom: Newsroom, more: str = "", **replaced: str) -> list[str]:
    configure(newsroom, more, **replaced)
    file = newsroom.folder / "config.toml"
    load(file, {})  # which a missing folder does not trouble
    with pytest.raises(ConfigError) as refused:
        examine(file, {})
    return [str(one).replace(f"{newsroom.folder}/", "") for one in refused.value.complaints]


def warnings(newsroom: Newsroom, more: str = "", **replaced: str) -> list[str]:
    configure(newsroom, more, **replaced)
    return [one.message for one in examine(newsroom.folder / "config.toml", {}).warnings]


def test_what_is_made_at_need_may_be_missing_and_nothing_is_made(newsroom: Newsroom) -> None:
    before = sorted(newsroom.folder.rglob("*"))
    told = newsroom.json("config", "check")
    assert told.pop("database") == {"kind": "SQLite", "version": sqlite3.sqlite_version, "schema": None, "needs": HEAD}
    assert told == {"ok": True, "path": "config.toml", "warnings": [], "moves": []}
    assert sorted(newsroom.folder.rglob("*")) == before


def test_the_shipped_configuration_misses_nothing() -> None:
    assert examine(REPOSITORY / "config.toml", {}).warnings == ()


def test_a_source_s_folder_has_to_be_there(newsroom: Newsroom) -> None:
    (told,) = complaints(newsroom, folder='"artciles"')
    assert told == (
        'config.toml:12:10: "folder" in [[sources]] "desk" is "artciles", which is not there; '
        "make it, or correct the path"
    )
    (newsroom.folder / "artciles").write_text("")
    (told,) = complaints(newsroom, folder='"artciles"')
    assert "which is no folder" in told


def test_the_folder_of_templates_has_to_hold_what_a_mail_is_made_of(newsroom: Newsroom) -> None:
    (told,) = complaints(newsroom, templates='"mails"')
    assert told.startswith('config.toml:27:13: "templates" in [mail] is "mails", which is not there')
    (newsroom.folder / "mails" / "digest").mkdir(parents=True)
    (newsroom.folder / "mails" / "digest" / "digest.mjml.j2").write_text("")
    (told,) = complaints(newsroom, templates='"mails"')
    assert "without digest/digest.txt.j2, _base/tokens.toml; put the shipped ones" in told


def test_templates_without_those_of_mails_to_one_person_are_told(newsroom: Newsroom, tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "templates" / "email", tmp_path / "own")
    assert warnings(newsroom, templates=f'"{tmp_path}/own"') == []
    (tmp_path / "own" / "transactional" / "mail.txt.j2").unlink()
    (told,) = warnings(newsroom, templates=f'"{tmp_path}/own"')
    assert "without transactional/mail.txt.j2; mails to one person" in told


@pytest.mark.parametrize(
    ("more", "needed"),
    [
        ('[feeds]\nfolder = "taken"', '"folder" in [feeds] needs the folder "taken", which'),
        ('[images]\nfolder = "taken/x"', '"folder" in [images] needs the folder "taken/x", below "taken", which'),
        ('[delivery]\noutbox_folder = "taken/a/b"', 'needs the folder "taken/a/b", below "taken", which'),
        ('[database]\nurl = "sqlite:///taken/x.db"', '"url" in [database] needs the folder "taken", which'),
    ],
)
def test_what_we_write_must_not_lie_where_a_file_is(newsroom: Newsroom, more: str, needed: str) -> None:
    (newsroom.folder / "taken").write_text("")
    (told,) = complaints(newsroom, more)
    assert f"{needed} is no folder; move that away, or correct the path" in told


def test_a_folder_is_neither_a_database_nor_a_key(newsroom: Newsroom) -> None:
    (newsroom.folder / "taken").mkdir()
    (told,) = complaints(newsroom, '[database]\nurl = "sqlite:///taken"')
    assert told.endswith('"url" in [database] is "taken", which is no file; correct the path')
    (told,) = complaints(newsroom, '[web]\nsecret_file = "taken"')
    assert told.endswith('"secret_file" in [web] is "taken", which is no file; correct the path')
    (told,) = complaints(newsroom, language='"en"\npurge_file = "taken"')
    assert told.endswith('"purge_file" in [site] is "taken", which is no file; correct the path')


def _as_its_owner(path: Path, mode: int) -> bool:
    return Path(path).stat().st_mode >> 6 & mode == mode


def test_what_is_closed_to_us_is_told(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() == 0:  # whom permissions do not stop, and who runs the tests in CI
        monkeypatch.setattr(os, "access", _as_its_owner)
    (newsroom.folder / "articles").chmod(0)
    (newsroom.folder / "var").mkdir(mode=0o500)
    told = complaints(newsroom)
    (newsroom.folder / "articles").chmod(0o700)
    assert sorted(one.split('"')[1] for one in told) == [
        *("folder", "folder", "outbox_folder", "purge_file", "secret_file", "url")
    ]
    assert all("is closed to us; give the user who runs syndicate the right to" in one for one in told)


def test_a_key_that_is_there_may_lie_in_a_folder_that_is_closed(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    if os.geteuid() == 0:
        monkeypatch.setattr(os, "access", _as_its_owner)
    secrets = newsroom.folder / "secrets"  # as Docker, Kubernetes and systemd hand them out
    secrets.mkdir()
    (secrets / "key").write_text("k" * 40)
    (secrets / "key").chmod(0o400)
    secrets.chmod(0o500)
    assert warnings(newsroom, '[web]\nsecret_file = "secrets/key"') == []
    (told,) = complaints(newsroom, '[web]\nsecret_file = "secrets/other"')
    assert '"secret_file" in [web] needs the folder "secrets", which is closed to us' in told
    (secrets / "key").chmod(0)
    (told,) = complaints(newsroom, '[web]\nsecret_file = "secrets/key"')
    assert '"secret_file" in [web] is "secrets/key", which is closed to us' in told


def test_a_database_needs_its_folder_to_write_in(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    if os.geteuid() == 0:
        monkeypatch.setattr(os, "access", _as_its_owner)
    kept = newsroom.folder / "kept"
    kept.mkdir()
    (kept / "a.db").touch()
    kept.chmod(0o500)  # its journal lies beside it
    (told,) = complaints(newsroom, '[database]\nurl = "sqlite:///kept/a.db"')
    assert '"url" in [database] needs the folder "kept", which is closed to us' in told


def test_it_is_told_together_with_everything_else(newsroom: Newsroom) -> None:
    configure(newsroom, folder='"artciles"', language='"xx"')
    with pytest.raises(ConfigError) as refused:
        examine(newsroom.folder / "config.toml", {})
    places = [one.where.partition("config.toml:")[2] for one in refused.value.complaints]
    assert places == ["5:12", "12:10"]


# --- Amazon ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (SES + 'profile = "publihsing"', 'is "publihsing", which boto3 does not find; did you mean "publishing"?'),
        (SES + 'profile = "x"', '"profile" in [delivery.ses] is "x", which boto3 does not find; there are publishing'),
        (S3 + 'profile = "x"', '"profile" in [s3] is "x", which boto3 does not find; there are publishing'),
        (S3 + 'region = "eu_west_1"', 'which is no region of Amazon\'s; did you mean "eu-west-1"?'),
        (SES + 'region = "Ireland"', 'is "Ireland", which is no region of Amazon\'s; write one such'),
    ],
)
def test_a_profile_or_region_that_cannot_be_is_refused(newsroom: Newsroom, more: str, message: str) -> None:
    (told,) = complaints(newsroom, more)
    assert message in told


def test_a_profile_of_the_environment_is_told_as_such(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "x")
    (told,) = complaints(newsroom, SES)
    assert 'AWS_PROFILE, which [delivery.ses] follows, is "x", which boto3 does not find' in told


def test_ses_needs_a_region_from_somewhere(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    (told,) = complaints(newsroom, SES)
    assert told.endswith('[delivery.ses] names no region, nor does boto3 find one; add region = "eu-west-1"')
    assert warnings(newsroom, SES + 'profile = "publishing"') == []
    assert warnings(newsroom, S3) == []


def test_a_file_of_boto3_s_that_is_broken_is_told(newsroom: Newsroom, aws: Path) -> None:
    aws.write_text("profile publishing")
    (told,) = complaints(newsroom, S3)
    assert f"cannot be used: Unable to parse config file: {aws}".replace(f"{newsroom.folder}/", "") in told


def test_a_region_that_boto3_does_not_list_may_be_newer_than_its_list(newsroom: Newsroom) -> None:
    (told,) = warnings(newsroom, S3 + 'region = "eu-wset-1"')
    assert told.endswith('which boto3 does not list for s3; did you mean "eu-west-1"?')
    (told,) = warnings(newsroom, SES + 'region = "zz-mars-7"')
    assert told.endswith("which boto3 does not list for sesv2; is it newer than this boto3?")
    done = newsroom.run("config", "check", "--json")
    assert (done.returncode, json.loads(done.stdout)["warnings"][0]["message"]) == (0, told)
    assert done.stderr.startswith("warning: config.toml:")


SERVICES = """[default]
services = own
[profile publishing]
region = auto
services = own
[services own]
s3 =
  endpoint_url = http://127.0.0.1:9
sesv2 =
  endpoint_url = http://127.0.0.1:9
"""


@pytest.mark.parametrize(
    ("section", "environ", "file"),
    [
        (S3, {"AWS_ENDPOINT_URL_S3": "http://127.0.0.1:9"}, ""),
        (SES, {"AWS_ENDPOINT_URL_SESV2": "http://127.0.0.1:9"}, ""),
        (S3, {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, ""),
        (SES, {"AWS_ENDPOINT_URL": "http://127.0.0.1:9"}, ""),
        (S3, {}, "[default]\nendpoint_url = http://127.0.0.1:9\n"),
        (S3 + 'profile = "publishing"\n', {}, "[profile publishing]\nendpoint_url = http://127.0.0.1:9\n"),
        (S3, {}, SERVICES),
        (SES + 'profile = "publishing"\n', {}, SERVICES),
    ],
)
def test_another_store_may_be_named_as_boto3_finds_it(
    newsroom: Newsroom,
    aws: Path,
    monkeypatch: pytest.MonkeyPatch,
    section: str,
    environ: dict[str, str],
    file: str,
) -> None:
    aws.write_text(file)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert warnings(newsroom, section + 'region = "auto"') == []
    assert warnings(newsroom, section + 'region = "eu-wset-1"') == []
    monkeypatch.setenv("AWS_DEFAULT_REGION", "auto")
    assert warnings(newsroom, section) == []
    monkeypatch.setenv("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "true")
    (told,) = complaints(newsroom, section + 'region = "auto"')
    assert '"auto", which is no region of Amazon\'s' in told


def test_the_endpoint_of_another_service_is_not_minded(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL_SESV2", "http://127.0.0.1:9")
    (told,) = complaints(newsroom, S3 + 'region = "auto"')
    assert '"region" in [s3] is "auto", which is no region of Amazon\'s' in told


def test_services_that_a_profile_names_and_nobody_wrote_are_told(newsroom: Newsroom, aws: Path) -> None:
    aws.write_text("[default]\nservices = nowhere\n")
    (told,) = complaints(newsroom, S3)
    assert "[s3] needs boto3's own files, and they cannot be used: " in told
    assert '"nowhere" services' in told


def test_a_region_that_boto3_finds_is_looked_at_as_ours_is(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu_west_1")
    (told,) = complaints(newsroom, SES)
    assert (
        'AWS_DEFAULT_REGION, which [delivery.ses] follows, is "eu_west_1", which is no region of Amazon\'s;'
        ' did you mean "eu-west-1"?' in told
    )
    assert warnings(newsroom, SES + 'region = "eu-west-1"') == []
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-wst-1")
    (told,) = warnings(newsroom, S3)
    assert told == (
        'AWS_DEFAULT_REGION, which [s3] follows, is "eu-wst-1", which boto3 does not list for s3;'
        ' did you mean "eu-west-1"?'
    )


def test_a_region_of_another_form_that_boto3_lists_is_one(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "aws-global")
    assert warnings(newsroom, S3) == []
    (told,) = complaints(newsroom, SES)
    assert '"aws-global", which is no region of Amazon\'s' in told


def test_the_region_of_a_profile_is_told_as_such(
    newsroom: Newsroom, aws: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    aws.write_text("[default]\nregion = Ireland\n[profile publishing]\nregion = eu-wset-1\n")
    (told,) = complaints(newsroom, S3)
    assert 'region of the profile "default", which [s3] follows, is "Ireland", which is no region' in told
    (told,) = warnings(newsroom, S3 + 'profile = "publishing"')
    assert told.startswith('region of the profile "publishing", which [s3] follows, is "eu-wset-1", which boto3')


def test_another_store_names_its_regions_as_it_likes_and_what_is_not_used_is_not_minded(newsroom: Newsroom) -> None:
    assert warnings(newsroom, S3 + 'region = "Garage 1"\nendpoint_url = "http://127.0.0.1:9"') == []
    assert warnings(newsroom, '[s3]\nregion = "Ireland"\nprofile = "x"\n[delivery.ses]\nregion = "Ireland"') == []


def test_an_endpoint_in_two_regions_needs_the_signature_for_it(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = f'{SES}profile = "publishing"\nendpoint_id = "abc.d1"\n'
    configure(newsroom, asked)
    examine(newsroom.folder / "config.toml", {})
    monkeypatch.setattr(machine, "find_spec", lambda name: None if name == "awscrt" else find_spec(name))
    [complaint] = complaints(newsroom, asked)
    assert '"endpoint_id" in [delivery.ses] needs a signature that is not installed' in complaint


def test_slots_that_the_scheduler_can_only_miss_are_told(newsroom: Newsroom) -> None:
    missed = '[schedule]\ncompose_every = "{}"\n[[newsletters]]\nname = "week"\ntitle = "Week"\nat = "07:00"\n'
    missed += 'sender = "The Lantern <week@lantern.example>"\ncatch_up = "{}"\n'
    assert warnings(newsroom, missed.format("15m", "skip")) == []
    assert warnings(newsroom, missed.format("1h", "latest")) == []
    (told,) = warnings(newsroom, missed.format("1h", "skip"))
    assert "a slot that nobody looks at within 15m is skipped" in told
