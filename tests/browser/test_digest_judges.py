"""Golden mails in Chromium before foreign judges: npm's own MJML of the same source, and axe-core."""

from __future__ import annotations

import io
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Browser

from syndicate.mail.digest import DigestRenderer
from syndicate.mail.markup.marks import read_marks
from syndicate.mail.merge_fields import FIELDS, fill
from syndicate.mail.places import field_in_source
from tests.browser.test_digest_look import SCHEMES, WIDTHS, opened, serve
from tests.npm import folder_with
from tests.unit.mail.quay import DIGESTS, TEMPLATES, VALUES

pytestmark = [pytest.mark.browser, pytest.mark.node, pytest.mark.judges]

#: One mail at every change, each of the others in the long sweeps.
NAMES = [name if name == "lead-and-list" else pytest.param(name, marks=pytest.mark.slow) for name in DIGESTS]
#: Of all pixels, how many may differ.
FEW = 0.001

COMPILE = """
const compile = require('mjml');
let source = '';
process.stdin.on('data', (chunk) => { source += chunk; }).on('end', async () => {
  const made = await compile(source, { validationLevel: 'skip', fonts: {} });
  process.stdout.write(made.html);
});
"""
#: What is no page of a site, and so has no landmarks.
AXE = """() => axe.run(document, {
  rules: { region: { enabled: false }, 'landmark-one-main': { enabled: false } },
})"""


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Npm's MJML and axe-core."""
    return folder_with({"mjml": "5.4.1", "axe-core": "4.14.1"}, tmp_path_factory, "mail-judges")


@pytest.mark.parametrize("name", NAMES)
def test_a_mail_looks_as_npms_mjml_of_the_same_source_does(chromium: Browser, packages: Path, name: str) -> None:
    """In the light: in the dark npm's loses the grounds that ours keeps."""
    rendering = DigestRenderer(TEMPLATES).render(DIGESTS[name])
    values = dict.fromkeys(FIELDS, "") | VALUES
    source = read_marks(rendering.source).text
    for field, value in values.items():
        source = source.replace(field_in_source(field), value)
    theirs = subprocess.run(
        ["node", "-e", COMPILE], cwd=packages, input=source, capture_output=True, text=True, check=True, timeout=120
    ).stdout
    pairs = zip(_pictures(chromium, fill(rendering, VALUES).html), _pictures(chromium, theirs), strict=True)
    for width, (ours, other) in zip(WIDTHS, pairs, strict=True):
        assert ours.size == other.size, width
        assert _share_of_difference(ours, other) <= FEW, width


def _pictures(chromium: Browser, html: str) -> list[Image.Image]:
    """The page at each width."""
    page = chromium.new_page(viewport={"width": WIDTHS[0], "height": 800}, color_scheme="light")
    page.route("**/*", lambda route: serve(route, has_pictures=True))
    page.set_content(html, wait_until="load")
    pictures = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 800})
        pictures.append(Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("RGB"))
    page.close()
    return pictures


def _share_of_difference(one: Image.Image, other: Image.Image) -> float:
    different = ImageChops.difference(one, other).convert("L").point(lambda value: 255 if value else 0)
    return different.histogram()[255] / (one.width * one.height)


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_in_a_mail(chromium: Browser, packages: Path, name: str) -> None:
    axe = (packages / "node_modules/axe-core/axe.min.js").read_text()
    with opened(chromium, name, 600) as page:
        page.evaluate(axe)
        for scheme in SCHEMES:
            page.emulate_media(color_scheme=scheme)
            found: dict[str, Any] = page.evaluate(AXE)
            told = [(each["id"], [node["html"][:200] for node in each["nodes"]]) for each in found["violations"]]
            assert told == [], json.dumps(told, indent=1)
