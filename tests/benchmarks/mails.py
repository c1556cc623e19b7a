"""Making mails: against the two tools by themselves over the same MJML, and many variants of an edition against one."""

from __future__ import annotations

import logging
import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random

from syndicate.mail.digest import DigestRenderer
from syndicate.mail.judge.verdicts import Judge
from syndicate.mail.markup.marks import read_marks
from syndicate.mail.merge_fields import fill
from syndicate.mail.model import Digest
from syndicate.mail.pipeline import compile_mjml
from syndicate.mail.places import field_in_source
from tests.benchmarks.digests import digest_of
from tests.newsroom import REPOSITORY

TEMPLATES = REPOSITORY / "templates" / "email"
STORIES, PLACES = 200, 12
VARIANTS = 1_000
#: How many times as long as one they may take.
VARIANTS_GOAL = 250
FILLINGS = 400
Comparison = tuple[str, str, Callable[[], object], Callable[[], object], float]


def comparisons() -> Iterator[Comparison]:
    """What is compared, what with, both sides, and the goal."""
    rendering = DigestRenderer(TEMPLATES).render(digest_of(PLACES))
    by_themselves = f"mjml-python + premailer's defaults, the same {PLACES} stories"
    values = {name: f"https://lantern.example/{name}/x" for name in ("unsubscribe_url", "preferences_url")}
    source = rendering.source
    for name, value in values.items():
        source = source.replace(field_in_source(name), value)
    plainly = _plainly(read_marks(source).text)
    yield (
        f"a digest of {PLACES} stories, all after Jinja",
        by_themselves,
        _warm(lambda: compile_mjml(source)),
        plainly,
        0.15,
    )
    yield (
        f"filling it for {FILLINGS} readers",
        by_themselves,
        lambda: [fill(rendering, values) for _ in range(FILLINGS)],
        plainly,
        1.0,
    )


def variants() -> float:
    """How many times as long as one mail all variants take, rendered and judged."""
    one = _warm(_one)
    return _seconds(_variants) / statistics.median(_seconds(one) for _ in range(5))


def _plainly(source: str) -> Callable[[], object]:
    import cssutils
    import mjml
    import premailer

    cssutils.log.setLevel(logging.CRITICAL)
    return _warm(lambda: premailer.transform(mjml.mjml2html(source), allow_network=False))


def _one() -> object:
    digest = digest_of(PLACES)
    return Judge().judge(DigestRenderer(TEMPLATES).render(digest), digest)


def _variants() -> None:
    whole, renderer, judge, chance = digest_of(STORIES), DigestRenderer(TEMPLATES), Judge(), Random(7)
    for _ in range(VARIANTS):
        digest = _chosen(whole, chance)
        judge.judge(renderer.render(digest), digest)


def _seconds(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def _chosen(whole: Digest, chance: Random) -> Digest:
    return replace(whole, secondary=tuple(chance.sample(whole.secondary, PLACES - 1)))


def _warm(call: Callable[[], object]) -> Callable[[], object]:
    call()
    return call
