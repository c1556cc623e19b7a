"""Keys that once stood elsewhere: read as the ones that they are now, told, and never read in two ways."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from syndicate.cli.root import run
from syndicate.config import Config, load
from syndicate.config.catalogue import keys
from syndicate.config.examining import examine
from syndicate.config.layers import variable_of
from syndicate.config.listing import describe
from syndicate.config.model import MOVED
from syndicate.config.origins import dotted
from syndicate.config.positions import KeyPath
from syndicate.errors import ConfigError

ROOT = Path(__file__).parents[2]
MANUAL = ROOT / "docs" / "configuration.md"
SITE = """[site]
title = "The Quay"
postal_address = "The Quay, 1 Harbour Steps"
id_authority = "quay.example,2026"
"""
#: A value of each key, that is not its default.
VALUES: dict[KeyPath, tuple[str, object]] = {
    ("desk", "enabled"): ("false", False),
    ("desk", "host"): ('"::1"', "::1"),
    ("desk", "port"): ("9000", 9000),
    ("mail", "templates"): ('"dress"', "dress"),
}
MOVES = list(MOVED.items())


def written(*lines: tuple[KeyPath, str]) -> str:
    return SITE + "".join(f"[{dotted(path[:-1])}]\n{path[-1]} = {value}\n" for path, value in lines)


def loaded(folder: Path, text: str, environ: dict[str, str] | None = None, **flags: object) -> Config:
    (folder / "config.toml").write_text(text, encoding="utf-8")
    return load(folder / "config.toml", environ or {}, flags)


def value_of(config: Config, path: KeyPath) -> object:
    value = next(setting.value for setting in describe(config) if setting.path == dotted(path))
    return value.removeprefix(f"{config.folder}/") if isinstance(value, str) else value


def told(config: Config) -> list[str]:
    return [str(complaint).replace(f"{config.folder}/", "") for complaint in config.moved]


@pytest.mark.parametrize(("old", "new"), MOVES)
def test_a_key_is_read_where_it_once_stood_and_told_with_its_place(tmp_path: Path, old: KeyPath, new: KeyPath) -> None:
    text, value = VALUES[new]
    config = loaded(tmp_path, written((old, text)))
    assert value_of(config, new) == value
    assert told(config) == [
        f'config.toml:6:1: "{old[-1]}" in [{old[0]}] is now "{new[-1]}" in [{new[0]}]; move it there'
    ]
    assert config.origins.source(new) == f"{tmp_path}/config.toml:6"


@pytest.mark.parametrize(("old", "new"), MOVES)
def test_a_key_that_stands_at_both_places_is_a_mistake(tmp_path: Path, old: KeyPath, new: KeyPath) -> None:
    text, _ = VALUES[new]
    with pytest.raises(ConfigError) as error:
        loaded(tmp_path, written((old, text), (new, text)))
    (complaint,) = error.value.complaints
    assert complaint.where.endswith("config.toml:6:1")
    assert complaint.message == (
        f'"{old[-1]}" in [{old[0]}] is now "{new[-1]}" in [{new[0]}], which stands there too; remove the old one'
    )


@pytest.mark.parametrize(("old", "new"), MOVES)
def test_a_variable_is_read_under_its_old_name(tmp_path: Path, old: KeyPath, new: KeyPath) -> None:
    text, value = VALUES[new]
    config = loaded(tmp_path, SITE, {variable_of(old): text.strip('"')})
    assert value_of(config, new) == value
    assert told(config) == [f"{variable_of(old)}: is now {variable_of(new)}; write that"]
    assert config.origins.source(new) == variable_of(old)


@pytest.mark.parametrize(("old", "new"), MOVES)
def test_a_variable_that_is_set_under_both_names_is_a_mistake(tmp_path: Path, old: KeyPath, new: KeyPath) -> None:
    text = VALUES[new][0].strip('"')
    with pytest.raises(ConfigError, match=f"{variable_of(old)}: is now {variable_of(new)}, which is set too"):
        loaded(tmp_path, SITE, {variable_of(old): text, variable_of(new): text})


@pytest.mark.parametrize(("old", "new"), MOVES)
def test_a_flag_is_read_under_its_old_name(tmp_path: Path, old: KeyPath, new: KeyPath) -> None:
    text, value = VALUES[new]
    config = loaded(tmp_path, SITE, {}, **{dotted(old): text.strip('"')})
    assert value_of(config, new) == value
    assert told(config) == [f"flag {dotted(old)}: is now {dotted(new)}; write that"]


def test_every_moved_key_leads_to_one_that_there_is_and_from_one_that_there_is_not() -> None:
    assert set(MOVED.values()) == VALUES.keys()
    assert set(MOVED.values()) <= keys().keys()
    assert not MOVED.keys() & keys().keys()


def test_a_higher_layer_beats_an_old_name_below_it(tmp_path: Path) -> None:
    text = written((("preview", "port"), "9000"))
    assert loaded(tmp_path, text, {"SYNDICATE_DESK__PORT": "9001"}).desk.port == 9001
    assert loaded(tmp_path, text, {"SYNDICATE_PREVIEW__PORT": "9001"}).desk.port == 9001


def test_a_bad_value_is_told_at_its_old_place_by_its_new_name(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r'config\.toml:6:8: "host" in \[desk\] is "0\.0\.0\.0"'):
        loaded(tmp_path, written((("preview", "host"), '"0.0.0.0"')))


def test_what_was_never_a_key_is_told_with_where_the_section_s_keys_are_now(tmp_path: Path) -> None:
    text = f"{SITE}[preview]\nport = 9000\nprot = 9001\n"
    with pytest.raises(ConfigError, match=r'unknown section "preview"; its keys are in \[desk\] and \[mail\] now'):
        loaded(tmp_path, text)


@pytest.mark.parametrize(
    "text", ["preview = 3\n" + SITE, SITE + "[preview]\n", "desk = 3\n" + SITE + "[preview]\nport=1"]
)
def test_an_odd_section_is_a_mistake_and_never_a_fault(tmp_path: Path, text: str) -> None:
    with pytest.raises(ConfigError):
        loaded(tmp_path, text)


def test_a_check_tells_of_moved_keys_and_every_other_command_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "config.toml"
    file.write_text(written((("preview", "port"), "9000")), encoding="utf-8")
    environ = {"SYNDICATE_MAIL__TEMPLATES": str(ROOT / "templates" / "email")}
    warnings = [complaint.message for complaint in examine(file, environ, knocks=False).warnings]
    assert '"port" in [preview] is now "port" in [desk]; move it there' in warnings
    assert run(["config", "show", "--config", str(file)]) == 0
    assert capsys.readouterr().err.endswith('"port" in [preview] is now "port" in [desk]; move it there\n')


def test_the_manual_has_the_same_table() -> None:
    _, _, table = MANUAL.read_text(encoding="utf-8").partition("\n## Moved keys\n")
    rows = re.findall(r"^\| `(\w+)` in `\[(\w+)\]` \| `(\w+)` in `\[(\w+)\]` \|$", table, re.MULTILINE)
    assert {(old_table, old): (table, key) for old, old_table, key, table in rows} == MOVED
