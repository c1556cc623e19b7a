"""What the desk says of a coming edition, in plain values and whole sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from syndicate.articles.headlines import UNTITLED
from syndicate.digests.acceptance import words_of
from syndicate.digests.drafts.model import Verb
from syndicate.images.model import HeroState, Role
from syndicate.text.plain import counted, shorten

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from syndicate.articles.model import Finding
    from syndicate.digests.drafting import DraftVariant
    from syndicate.digests.drafts.model import DraftAct, Shaped
    from syndicate.digests.model import Place
    from syndicate.digests.shape import Shape
    from syndicate.images.model import Hero

#: A mail's HTML part is never sent above this many bytes: Gmail clips what is longer.
CLIP_BYTES = 100_000
_VALUE_LENGTH = 80
_TIERS = {"lead": "leads", "secondary": "a story", "more": "a headline"}
_WORDS = {
    Verb.SUBJECT: "the subject",
    Verb.PREHEADER: "the preheader",
    Verb.INTRODUCTION: "the introduction",
    Verb.LEAD: "has this lead",
    Verb.PIN: "pinned",
    Verb.DROP: "dropped",
    Verb.ORDER: "ordered the stories",
    Verb.HOLD: "held it",
    Verb.RELEASE: "let it go on",
    Verb.HERO: "another picture, or part of it, for",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class StoryLine:
    """A story in its place, and what can be done with it there.

    ``up`` and ``down`` are the orders, as article ids, in which it stands one place further; empty: it cannot.
    ``thumb`` is the name of its small picture, or empty. ``pinned_by`` is the number of the act that did so; 0: none.
    """

    id: str
    headline: str
    place: str
    reason: str
    rule: str
    thumb: str
    leads: bool
    pinned_by: int
    up: str
    down: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LeftOutLine:
    """A story that is not in it; ``dropped_by`` is the number of the act that dropped it, 0: none of this edition."""

    id: str
    headline: str
    reason: str
    rule: str
    dropped_by: int
    is_dropped: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class ActLine:
    """What an editor did, who and when."""

    number: int
    words: str
    who: str
    when: str
    undone_by: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Gauge:
    """How large a mail is, in words and in percent of what fits."""

    words: str
    percent: int
    is_over: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class MailFindingLine:
    """A finding in a mail; ``address`` leads to its template or is empty, and by ``words`` it is known again."""

    severity: str
    code: str
    message: str
    quote: str
    where: str
    address: str
    words: str


def finding_line(finding: Finding, newsletter: str) -> MailFindingLine:
    """A finding in a mail of that newsletter."""
    path, _, place = finding.where.partition(":")
    line = place.partition(":")[0]
    return MailFindingLine(
        severity=finding.severity,
        code=finding.code,
        message=finding.message,
        quote=finding.quote,
        where=finding.where,
        address=f"/templates/{quote(newsletter)}/{quote(path)}#line-{line}" if line.isdecimal() else "",
        words=words_of(finding),
    )


def story_lines(variant: DraftVariant | None, shaped: Shaped, rule: Callable[[str], str]) -> list[StoryLine]:
    """The stories in reading order; ``rule`` says by which setting a reason is so."""
    if variant is None:
        return []
    places = variant.selection.places
    ids = [place.article.id for place in places]
    return [_story(place, variant.heroes.get(place.article.id), shaped, rule(place.reason), ids) for place in places]


def _story(place: Place, hero: Hero | None, shaped: Shaped, rule: str, ids: Sequence[str]) -> StoryLine:
    article_id, shape = place.article.id, shaped.shape
    position = ids.index(article_id)
    return StoryLine(
        id=article_id,
        headline=place.article.name or UNTITLED,
        place=_TIERS[place.tier],
        reason=place.reason,
        rule=rule,
        thumb=_thumb(hero),
        leads=shape.lead == article_id,
        pinned_by=_act_on(shaped.acts, Verb.PIN, article_id) if article_id in shape.pins else 0,
        up=_moved(ids, position, position - 1, shape),
        down=_moved(ids, position, position + 1, shape),
    )


def _thumb(hero: Hero | None) -> str:
    if hero is None or hero.state is not HeroState.READY:
        return ""
    rendition = hero.rendition(Role.THUMB)
    return rendition.name if rendition else ""


def _moved(ids: Sequence[str], place: int, to: int, shape: Shape) -> str:
    """The order with one story moved; empty where it cannot move: what is pinned, or leads by wish, stays in front."""
    fixed = {*shape.pins, *([shape.lead] if shape.lead else [])}
    if not 0 <= to < len(ids) or ids[place] in fixed or ids[to] in fixed:
        return ""
    order = list(ids)
    order[place], order[to] = order[to], order[place]
    return " ".join(order)


def _act_on(acts: Sequence[DraftAct], verb: Verb, article_id: str) -> int:
    """The number of the newest act of that kind on an article that stands; 0: there is none."""
    found = [act.number for act in acts if act.stands and act.wish.verb is verb and act.wish.article_id == article_id]
    return found[-1] if found else 0


def left_out_lines(
    left_out: Mapping[str, str], titles: Mapping[str, str], shaped: Shaped, rule: Callable[[str], str]
) -> list[LeftOutLine]:
    """What is left out, with why: reasons by article id."""
    return [
        LeftOutLine(
            id=article_id,
            headline=titles.get(article_id) or UNTITLED,
            reason=reason,
            rule=rule(reason),
            dropped_by=_act_on(shaped.acts, Verb.DROP, article_id),
            is_dropped=article_id in shaped.shape.dropped,
        )
        for article_id, reason in left_out.items()
    ]


def act_lines(acts: Sequence[DraftAct], titles: Mapping[str, str], when: Callable[[DraftAct], str]) -> list[ActLine]:
    """What editors did, the newest first."""
    return [
        ActLine(
            number=act.number,
            words=_said(act, titles),
            who=act.who,
            when=when(act),
            undone_by=act.undone_by or "",
        )
        for act in reversed(acts)
    ]


def _said(act: DraftAct, titles: Mapping[str, str]) -> str:
    wish = act.wish
    about = f"“{shorten(titles.get(wish.article_id, wish.article_id), _VALUE_LENGTH)}”" if wish.article_id else ""
    value = f"“{shorten(wish.value, _VALUE_LENGTH)}”" if isinstance(wish.value, str) else ""
    if wish.verb is Verb.HERO and wish.value is None:
        return f"its own picture again for {about}"
    if wish.value is None and wish.verb in {Verb.SUBJECT, Verb.PREHEADER, Verb.INTRODUCTION}:
        return f"{_WORDS[wish.verb]} as usual again"
    return " ".join(filter(None, (_WORDS[wish.verb], about, value)))


def gauge(size: int) -> Gauge:
    """The size of a mail's HTML part, against where Gmail clips it."""
    percent = min(100, round(size * 100 / CLIP_BYTES))
    return Gauge(words=f"{size:,} of {CLIP_BYTES:,} bytes", percent=percent, is_over=size > CLIP_BYTES)


def stopping(blocks: int) -> str:
    """What findings come to."""
    if not blocks:
        return "Nothing that was found stops this edition."
    return f"{counted(blocks, 'finding')} {'stops' if blocks == 1 else 'stop'} this edition."
