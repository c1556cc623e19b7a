"""A command imports what it needs: counted in modules, because seconds differ from machine to machine."""

from __future__ import annotations

import subprocess
import sys

from tests.newsroom import Newsroom

#: What takes long to import, and what only asking or looking never needs.
HEAVY = frozenset(
    """
    PIL alembic apscheduler boto3 feedgen jinja2 lxml markdown_it mjml nh3 premailer
    starlette tinycss2 trafilatura urllib3 uvicorn yaml
    """.split()  # noqa: SIM905 - a list of names is read more easily so
)


def imported(newsroom: Newsroom, *arguments: str) -> set[str]:
    """Every module that is there when the command is done."""
    code = (
        f"import sys; from syndicate.cli.root import run; run({list(arguments)}); print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=newsroom.folder, capture_output=True, text=True, check=True)
    return set(done.stderr.split())


def test_help_imports_the_command_line_alone(newsroom: Newsroom) -> None:
    modules = imported(newsroom, "--help")
    ours = {name for name in modules if name.startswith("syndicate.")}
    assert {name for name in ours if not name.startswith("syndicate.cli")} == {"syndicate.errors"}
    assert not {name for name in ours if name.startswith("syndicate.cli.commands")}
    assert not modules & (HEAVY | {"pydantic", "sqlalchemy"})


def test_a_group_asked_for_help_imports_its_own_module_alone(newsroom: Newsroom) -> None:
    modules = imported(newsroom, "articles", "--help")
    commands = {name for name in modules if name.startswith("syndicate.cli.commands.")}
    assert commands == {"syndicate.cli.commands.articles"}
    assert not modules & (HEAVY | {"pydantic", "sqlalchemy"})


def test_a_list_imports_neither_pages_nor_pictures_nor_mails_nor_clouds(newsroom: Newsroom) -> None:
    newsroom.json("collect")  # the first start sets the database up
    modules = imported(newsroom, "edition", "list")
    assert "syndicate.digests.store" in modules
    assert not modules & HEAVY
    assert len(modules) < 700
    assert len([name for name in modules if name.startswith("syndicate.")]) < 130
