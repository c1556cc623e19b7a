"""Runs of a template that are kept: never another's, never of an older template, never a reader's."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from shutil import copytree

import pytest

from syndicate.mail.digest import DigestRenderer
from syndicate.mail.merge_fields import fields_in
from syndicate.mail.model import Digest, Layout
from tests.unit.mail.quay import DIGEST, DIGESTS, SECONDARY, TEMPLATES

STORIES = "digest/macros/stories.mjml.j2"


@pytest.mark.parametrize("name", DIGESTS)
def test_a_digest_of_kept_runs_is_that_of_a_fresh_renderer(name: str) -> None:
    renderer = DigestRenderer(TEMPLATES)
    for other in DIGESTS.values():
        renderer.render(other)
    kept, fresh = renderer.render(DIGESTS[name]), DigestRenderer(TEMPLATES).render(DIGESTS[name])
    assert (kept.html, kept.text, kept.source) == (fresh.html, fresh.text, fresh.source)


@pytest.mark.parametrize(
    "changed",
    [
        replace(DIGEST, language="de"),
        replace(DIGEST, layout=Layout.CARDS),
        replace(DIGEST, secondary=(replace(SECONDARY[0], deck="Another."), *SECONDARY[1:])),
        replace(DIGEST, secondary=DIGEST.secondary[::-1]),
        replace(DIGEST, lead=SECONDARY[0], secondary=DIGEST.secondary[1:]),
    ],
)
def test_what_a_run_is_made_of_is_felt(changed: Digest) -> None:
    renderer = DigestRenderer(TEMPLATES)
    renderer.render(DIGEST)
    assert renderer.render(changed).html == DigestRenderer(TEMPLATES).render(changed).html


def test_a_template_that_changes_is_felt_at_once(tmp_path: Path) -> None:
    templates = copytree(TEMPLATES, tmp_path / "t")
    renderer = DigestRenderer(templates)
    assert "second changed" not in renderer.render(DIGEST).html
    path = templates / STORIES
    path.write_text(path.read_text().replace('"headline second"', '"headline second changed"'))
    os.utime(path, (1, 1))
    assert "second changed" in renderer.render(DIGEST).html


def test_a_run_that_differs_by_recipient_is_made_anew_for_each_mail(tmp_path: Path) -> None:
    templates = copytree(TEMPLATES, tmp_path / "t")
    path = templates / STORIES
    link = '<a href="{{ merge_fields.preferences_url }}">Choose</a>'
    path.write_text(path.read_text().replace('{{ headline(story, "h2", "headline second") }}', link))
    renderer = DigestRenderer(templates)
    first, second = renderer.render(DIGEST), renderer.render(DIGEST)
    assert first.html == second.html
    assert fields_in(second.html).count("preferences_url") == len(DIGEST.secondary) + 1
