"""axe-core of npm, loaded from disk into a page: what it finds against WCAG 2.2 A and AA, and its best practices."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page

PACKAGE = {"private": True, "dependencies": {"axe-core": "4.14.1"}}
_RUN = """async () => {
  const found = await axe.run(document, { resultTypes: ["violations"], iframes: false });
  return found.violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html.slice(0, 200))]);
}"""


def axe_script(home: Path) -> str:
    """The program, installed into that folder when it is not there yet; kept between runs."""
    script = home / "node_modules/axe-core/axe.min.js"
    if not script.exists():
        _install(home)
    return script.read_text(encoding="utf-8")


def violations(page: Page, html: str, script: str) -> list[list[str]]:
    """The rules that the HTML breaks, each with the elements that do, in a page that may run scripts."""
    page.set_content(html)
    return violations_here(page, script)


def violations_here(page: Page, script: str) -> list[list[str]]:
    """The rules that the page breaks as it stands, frames left out."""
    page.evaluate(script)
    found: list[list[str]] = page.evaluate(_RUN)
    return found


def _install(home: Path) -> None:
    home.mkdir(exist_ok=True)
    (home / "package.json").write_text(json.dumps(PACKAGE))
    command = ["npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    ran = subprocess.run(command, cwd=home, capture_output=True, text=True, timeout=240, check=False)
    if ran.returncode:
        shutil.rmtree(home)
        reason = f"npm could not install axe-core: {ran.stderr.strip()[-300:]}"
        if {"node", "all"} & set(os.environ.get("TESTS_REQUIRE", "").split(",")):  # as in conftest.py
            pytest.fail(reason)
        pytest.skip(reason)
