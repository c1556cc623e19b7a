"""The whole judgement of a mail, and the memory by which its variants are not judged whole again."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from syndicate.articles.model import Finding as MailFinding
from syndicate.articles.model import Severity
from syndicate.mail.checks import check
from syndicate.mail.judge.declarations import judge_declarations
from syndicate.mail.judge.document import judge_foreign, judge_headings, judge_language, judge_tables, judge_title
from syndicate.mail.judge.inbox import judge_inbox
from syndicate.mail.judge.links import judge_links, judge_targets
from syndicate.mail.judge.page import JudgedPage, located_page
from syndicate.mail.judge.pictures import judge_pictures, judge_weight
from syndicate.mail.judge.plain_part import judge_text
from syndicate.mail.judge.scripts import judge_scripts
from syndicate.mail.judge.support import judge_support
from syndicate.mail.judge.text_setting import judge_setting
from syndicate.mail.markup.marks import read_marks
from syndicate.mail.model import DEFAULT_CLIENTS

if TYPE_CHECKING:
    from collections.abc import Hashable

    from syndicate.mail.model import Digest, Rendering

#: Looks (templates, theme, language) that are remembered, and judgements of each.
_MOST_LOOKS, _MOST_JUDGEMENTS = 32, 64


def judge(
    rendering: Rendering, digest: Digest, clients: Sequence[str] = DEFAULT_CLIENTS, *, can_be_left: bool = True
) -> tuple[MailFinding, ...]:
    """All that can be found in a mail, what stops it first; each cause is told once.

    One that is to one person and of no list cannot be left.
    """
    found = check_all(rendering, digest, can_be_left=can_be_left)
    return _once((*found, *judge_page(rendering, digest, clients)))


def check_all(rendering: Rendering, digest: Digest, *, can_be_left: bool = True) -> tuple[MailFinding, ...]:
    """What every variant is asked: what stops it, and what its own stories and texts come to."""
    found = check(rendering, digest, can_be_left=can_be_left)
    return (*found, *judge_inbox(digest), *judge_weight(rendering, digest), *judge_text(rendering, digest))


def judge_page(rendering: Rendering, digest: Digest, clients: Sequence[str]) -> tuple[MailFinding, ...]:
    """What is found in the page and in its styles: the same in each variant that shows the same stories."""
    page = located_page(rendering) or JudgedPage(rendering.html)
    places = read_marks(rendering.source).places
    first_place = places[0] if places else ""
    return (
        *judge_declarations(rendering.source),
        *judge_support(page, rendering.source, clients),
        *judge_setting(page),
        *judge_language(page, digest, first_place),
        *judge_title(page, first_place),
        *judge_headings(page, first_place),
        *judge_tables(page),
        *judge_foreign(page),
        *judge_links(page),
        *judge_targets(page),
        *judge_pictures(page),
        *judge_scripts(page, digest),
    )


def _once(findings: Iterable[MailFinding]) -> tuple[MailFinding, ...]:
    """The blocking first; what is the same at the same place once, whatever number of elements it concerns."""
    kept: dict[tuple[str, ...], MailFinding] = {}
    for finding in findings:
        is_placed = bool(finding.where)
        own = "" if is_placed and finding.code == "contrast-low" else finding.message
        kept.setdefault((finding.code, finding.where, own, "" if is_placed else finding.quote), finding)
    return tuple(sorted(kept.values(), key=lambda finding: finding.severity is not Severity.BLOCK))


class Judge:
    """Judges mails; of those with the same look whose stories it has all judged, it asks only what differs.

    What it found in their page then counts for them, too. One is there for a process: it remembers, it never decides.
    """

    def __init__(self, clients: Sequence[str] = DEFAULT_CLIENTS) -> None:
        """Take the clients that readers use; nothing is remembered yet."""
        self.clients = tuple(clients)
        self._looks: OrderedDict[Hashable, list[_Judgement]] = OrderedDict()

    def judge(self, rendering: Rendering, digest: Digest) -> tuple[MailFinding, ...]:
        """What is found in the mail, as `judge` finds it."""
        stories = frozenset(_placed(digest))
        judgements = self._judgements((rendering.look, digest.layout, digest.language, digest.title))
        of_page = _known(judgements, stories)
        if of_page is None:
            of_page = judge_page(rendering, digest, self.clients)
            judgements.append(_Judgement(stories, of_page))
            del judgements[:-_MOST_JUDGEMENTS]
        return _once((*check_all(rendering, digest), *of_page))

    def _judgements(self, look: Hashable) -> list[_Judgement]:
        found = self._looks.setdefault(look, [])
        self._looks.move_to_end(look)
        while len(self._looks) > _MOST_LOOKS:
            self._looks.popitem(last=False)
        return found


class _Judgement:
    """The stories of a mail that was judged whole, and what was found in its page."""

    def __init__(self, stories: frozenset[Hashable], findings: tuple[MailFinding, ...]) -> None:
        self.stories = stories
        self.findings = findings


def _known(judgements: list[_Judgement], stories: frozenset[Hashable]) -> tuple[MailFinding, ...] | None:
    """What was found in those mails that showed any of the stories; ``None``: not all of them were judged."""
    showing = [judgement for judgement in judgements if judgement.stories & stories]
    if not judgements or not stories <= frozenset().union(*(judgement.stories for judgement in showing)):
        return None
    return tuple(finding for judgement in showing for finding in judgement.findings)


def _placed(digest: Digest) -> Iterator[Hashable]:
    """The stories with their places' tiers, and all else that is set like one."""
    tiers = (((digest.lead,) if digest.lead else ()), digest.secondary, digest.more)
    for tier, stories in enumerate(tiers):
        yield from ((tier, story) for story in stories)
    yield from digest.corrections
    yield from digest.blocks
    yield ("introduction", digest.introduction)
