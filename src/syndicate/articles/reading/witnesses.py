"""What others say of a document, where it is silent itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from syndicate.articles.formats.claims.dates import stated_dates
from syndicate.articles.formats.settings.values import TITLE
from syndicate.text.plain import shorten

if TYPE_CHECKING:
    from syndicate.articles.model import Draft, Witness
    from syndicate.articles.rules import Rules


def with_witness(draft: Draft, witness: Witness, rules: Rules) -> Draft:
    """The draft with the title and the date that the witness names, each only where the document names none.

    A date that the document names and that was not read is not replaced: it may be an embargo.
    """
    title = shorten(witness.title, TITLE) if draft.title is None else ""
    if title:
        findings = tuple(finding for finding in draft.findings if finding.code != "no-title")
        draft = replace(draft, title=title, findings=findings)
    if draft.published is not None or draft.unread is not None or not witness.published:
        return draft
    stated = stated_dates([witness.published], [], rules, draft.language)
    if stated.published is None:
        return draft
    findings = tuple(finding for finding in draft.findings if finding.code != "no-date")
    return replace(draft, published=stated.published, findings=(*findings, *stated.findings))
