"""Write anew what MJML's tags may carry, from npm's ``mjml`` and what the compiler that we use makes of it.

``npm install mjml@5.4.1`` somewhere, then ``python -m tests.mjml_table FOLDER/node_modules``.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from mjml import mjml2html

from syndicate.mail.markup.vocabulary import words

TABLE = Path(__file__).parents[1] / "src/syndicate/mail/markup/mjml_attributes.json"
_LIST = """
const { components } = require('mjml-preset-core').default || require('mjml-preset-core');
const { version } = require('mjml/package.json');
const tags = Object.fromEntries(components.map(each => [each.componentName, each.allowedAttributes || {}]));
console.log(JSON.stringify({ version, tags }));
"""
#: What is around a tag that can be rendered.
_AROUND = {
    "mj-section": "{}",
    "mj-wrapper": "{}",
    "mj-hero": "{}",
    "mj-column": "<mj-section>{}</mj-section>",
    "mj-group": "<mj-section>{}</mj-section>",
    "mj-accordion-element": "<mj-accordion>{}</mj-accordion>",
    "mj-accordion-title": "<mj-accordion><mj-accordion-element>{}</mj-accordion-element></mj-accordion>",
    "mj-accordion-text": "<mj-accordion><mj-accordion-element>{}</mj-accordion-element></mj-accordion>",
    "mj-carousel-image": "<mj-carousel>{}</mj-carousel>",
    "mj-navbar-link": "<mj-navbar>{}</mj-navbar>",
    "mj-social-element": "<mj-social>{}</mj-social>",
}
_WITHIN = {
    "mj-accordion": "<mj-accordion-element><mj-accordion-title>x</mj-accordion-title>"
    "<mj-accordion-text>x</mj-accordion-text></mj-accordion-element>",
    "mj-accordion-element": "<mj-accordion-title>x</mj-accordion-title><mj-accordion-text>x</mj-accordion-text>",
    "mj-carousel": '<mj-carousel-image src="s" /><mj-carousel-image src="s" />',
    "mj-navbar": '<mj-navbar-link href="h">x</mj-navbar-link>',
    "mj-social": '<mj-social-element name="facebook" href="h">x</mj-social-element>',
    "mj-group": "<mj-column><mj-text>x</mj-text></mj-column>",
    "mj-section": "<mj-column><mj-text>x</mj-text></mj-column>",
    "mj-wrapper": "<mj-section><mj-column><mj-text>x</mj-text></mj-column></mj-section>",
    "mj-hero": "<mj-text>x</mj-text>",
    "mj-column": "<mj-text>x</mj-text>",
}
_VALUES = {
    "color": "#123456",
    "boolean": "true",
    "integer": "7",
}
_OUTSIDE_COLUMNS = words("mj-section mj-wrapper mj-hero mj-column mj-group")
_IN_COLUMN = words("mj-text mj-button mj-divider mj-image mj-spacer mj-table")
_LEAVES = words("mj-image mj-divider mj-spacer")
#: What shows itself only beside something else.
_BESIDE = (
    "",
    'background-url="https://u.example/u.jpg"',
    'href="https://h.example/"',
    'mode="fixed-height" height="99px"',
    'height="99px"',
    'name="facebook" href="h"',
    'hamburger="hamburger"',
    'padding="5px"',
    'src="s" href="h"',
)
_WORDS = ("7px solid #123456", "9", "hamburger", "fluid-height", "fixed-height", "facebook", "x-noshare")


def main(modules: Path) -> None:
    """Write the table, without what the compiler does not obey."""
    found = json.loads(_run(["node", "-e", _LIST], modules.parent))
    tags = {name: _obeyed(name, kinds) for name, kinds in sorted(found["tags"].items()) if kinds}
    ignored = {f"{tag}.{name}" for tag, kinds in found["tags"].items() for name in kinds} - {
        f"{tag}.{name}" for tag, kinds in tags.items() for name in kinds
    }
    sys.stdout.write(f"ignored by the compiler: {' '.join(sorted(ignored))}\n")
    table = {"source": f"npm mjml {found['version']}, MIT", "tags": tags}
    TABLE.write_text(json.dumps(table, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _obeyed(tag: str, kinds: dict[str, str]) -> dict[str, str]:
    if tag not in _AROUND.keys() | _WITHIN.keys() | _IN_COLUMN:
        return kinds
    return {name: kind for name, kind in kinds.items() if _is_obeyed(tag, name, kind)}


def _is_obeyed(tag: str, name: str, kind: str) -> bool:
    values = _values(kind)
    return any(
        len({_render(tag, f'{beside} {name}="{value}"') for value in values} | {_render(tag, beside)}) > 1
        for beside in _BESIDE
        if f" {name}=" not in f" {beside}"
    )


def _values(kind: str) -> list[str]:
    if kind.startswith("enum"):
        return kind[5:-1].split(",")
    if kind.startswith("unit"):
        return ["7px", "9px", "7%"]
    return list(_WORDS) if kind == "string" else [_VALUES[kind], "9"]


def _render(tag: str, attributes: str) -> str:
    content = _WITHIN.get(tag, "" if tag in _LEAVES else "x")
    own = f"<{tag} {attributes}>{content}</{tag}>"
    inner = _AROUND.get(tag, "{}").format(own)
    if tag not in _OUTSIDE_COLUMNS:
        inner = f"<mj-section><mj-column>{inner}</mj-column></mj-section>"
    try:
        return str(mjml2html(f"<mjml><mj-body>{inner}</mj-body></mjml>", include_loader=None, fonts={}))
    except ValueError as error:
        return str(error)


def _run(command: list[str], folder: Path) -> str:
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
