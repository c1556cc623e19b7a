"""The shipped file and the manual are held to the model: no key is missing, none invented, no default wrong."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from syndicate.config import load
from syndicate.config.catalogue import ANY, keys, sections
from syndicate.config.layers import PREFIX
from syndicate.config.listing import describe
from syndicate.config.messages import EXAMPLES
from syndicate.config.model import FALLBACKS
from syndicate.config.origins import ENTRY_KEYS
from syndicate.config.positions import KeyPath

ROOT = Path(__file__).parents[2]
SHIPPED = ROOT / "config.toml"
MANUAL = ROOT / "docs" / "configuration.md"
SECTIONS = [section for section in sections() if sections()[section]]


def header(section: KeyPath) -> str:
    written = ".".join(str(step) for step in section if step != ANY)
    return f"[[{written}]]" if section[-1] == ANY else f"[{written}]"


def rows(section: KeyPath) -> dict[str, tuple[str, str]]:
    """Default and variable of each key in the manual's table for the section."""
    _, _, rest = MANUAL.read_text(encoding="utf-8").partition(f"\n## `{header(section)}`\n")
    table = rest.partition("\n## ")[0]
    found = re.findall(r"^\| `(\w+)` \| [^|]+ \| ([^|]+) \| [^|]+ \| ([^|]+) \|$", table, re.MULTILINE)
    return {key: (default, variable) for key, default, variable in found}


@pytest.mark.parametrize("section", SECTIONS, ids=header)
def test_the_manual_has_every_key_and_no_other_in_the_model_s_order(section: KeyPath) -> None:
    assert list(rows(section)) == [key.path[-1] for key in sections()[section]]


@pytest.mark.parametrize("section", SECTIONS, ids=header)
def test_the_shipped_file_has_every_key_with_a_comment_and_no_other(section: KeyPath) -> None:
    """One that the table around it has as well, or the site's table of that name, may be shown there alone."""
    bodies = re.split(r"^(?:# )?(\[.*\])$", SHIPPED.read_text(encoding="utf-8"), flags=re.MULTILINE)
    body = bodies[bodies.index(header(section)) + 1]
    written = re.findall(r"^(?:# )?(\w+)(?: = |: from)", body, re.MULTILINE)
    known = {str(key.path[-1]) for key in sections()[section]}
    around = {str(key.path[-1]) for key in sections().get(section[:-2], ())} if section[-1] == ANY else set()
    around |= (
        {str(key.path[-1]) for key in sections()[section[-1:]]} if section[1:] and section[-1:] in sections() else set()
    )
    assert len(written) == len(set(written))
    assert known - around <= set(written) <= known


@pytest.mark.parametrize("section", SECTIONS, ids=header)
def test_the_manual_names_the_variable_of_each_key(section: KeyPath) -> None:
    for key, (_, variable) in rows(section).items():
        steps = ["<NAME>" if step == ANY else str(step).upper() for step in (*section, key)]
        is_name = section[-1] == ANY and key in ENTRY_KEYS
        assert variable == ("—" if is_name else f"`{PREFIX}{'__'.join(steps)}`")


def test_the_manual_names_the_default_of_each_key(tmp_path: Path) -> None:
    required: dict[str, list[str]] = {}
    for path, line in EXAMPLES.items():
        required.setdefault(header(path[:-1]), []).append(line)
    required["[[sources]]"].append('folder = "articles"')
    required["[[newsletters.blocks]]"].append('text = "A block shows something."')
    text = "\n".join("\n".join([title, *lines]) for title, lines in required.items())
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    in_force = {setting.path: setting.value for setting in describe(load(tmp_path / "config.toml", {}))}
    for path in keys():
        default, _ = rows(path[:-1])[str(path[-1])]
        if path in FALLBACKS:
            assert default in {"the site's", "the title"}
        elif path == ("site", "url"):
            assert default == "where `[web]` listens"
        elif path in {("newsletters", ANY, "blocks", ANY, "text"), ("sources", ANY, "folder")}:
            assert default == "none"
        elif path in EXAMPLES:
            assert default == "*must be written*"
        else:
            value = in_force[".".join(_label(path))]
            plain = value.replace(f"{tmp_path}/", "") if isinstance(value, str) else value
            is_none = default in {"none", "the newsletter's"}
            assert plain == (None if is_none else tomllib.loads(f"value = {default.strip('`')}")["value"]), path


def _label(path: KeyPath) -> list[str]:
    """The path with the names that the examples give to entries."""
    names = {
        "sources": "samples",
        "filters": "climate",
        "newsletters": "morning",
        "cadences": "weekdays",
        "blocks": "appeal",
    }
    return [names[str(path[at - 1])] if step == ANY else str(step) for at, step in enumerate(path)]


def test_every_key_that_must_be_written_has_an_example() -> None:
    assert EXAMPLES.keys() == {path for path, key in keys().items() if key.is_required}


def test_the_shipped_file_runs_as_it_is() -> None:
    config = load(SHIPPED, {})
    assert config.delivery.via == "outbox"
    assert config.sources[0].first_run == "mail"
    assert not config.net.allow_loopback
    assert [reader.shown for reader in config.audience.sample_readers] == ["robin@example.org", "aylin@example.net"]


def test_what_the_shipped_file_shows_as_an_example_can_be_switched_on(tmp_path: Path) -> None:
    text = SHIPPED.read_text(encoding="utf-8").replace('url = "sqlite', '# url = "sqlite')
    (tmp_path / "url").write_text("postgresql://db/news", encoding="utf-8")
    other_kinds = "wordpress|feed|ghost|sitemap|push"  # a source is one thing
    text = re.sub(rf"^# (?!(?:{other_kinds}) = )(\w+ = |\[)", r"\1", text, flags=re.MULTILINE).replace(
        "/run/secrets/database-url", "url"
    )
    text = text.replace('url = "sqlite:///var/syndicate.db"', "", 1)
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    config = load(tmp_path / "config.toml", {})
    assert config.delivery.ses.region == "eu-west-1"
    assert [cadence.kind for cadence in config.newsletters[0].cadences] == ["weekly", "monthly", "instant"]
    assert config.sources[0].permalink == "https://quay.example/news/{slug}"


def test_every_complaint_that_the_manual_quotes_is_one(tmp_path: Path) -> None:
    text = SHIPPED.read_text(encoding="utf-8").replace("# region = ", "reigon = ")
    (tmp_path / "config.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Exception, match="reigon") as told:
        load(tmp_path / "config.toml", {})
    # The line moves with each key that the file gets; the rest of the sentence is quoted to the letter.
    place, said = re.fullmatch(r".*/(config\.toml:)\d+(:.*)", str(told.value), re.DOTALL).groups()  # type: ignore[union-attr]
    assert re.search(rf"{re.escape(place)}\d+{re.escape(said)}", MANUAL.read_text(encoding="utf-8"))
