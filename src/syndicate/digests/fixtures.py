"""Stories that try a template: what real ones rarely are, and then at seven in the morning."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from syndicate.digests.content import EditionContent, PlacedStory
from syndicate.digests.model import Tier
from syndicate.links import Links
from syndicate.mail.model import MailPicture, Story
from syndicate.text.direction import direction_of

#: The name of the picture that the stories of fixtures show: it lies on no shelf.
PICTURE = "fixture.jpg"
#: So many stories of a fixture have a picture and a deck; the others are headlines.
_LISTED = 60
_DECK = "The harbour masters worry about silence, and the town is learning to look before it steps onto the slip."
_EXCERPT = (
    "For eighty years the first ferry woke the street behind the fish market. From today the crossing is made by two"
    " boats that make less noise than the gulls."
)
_LONG = (
    "The harbour board will decide on Thursday whether the bridge, closed since the storm of last November took its"
    " northern pier, is to be mended, replaced, or left as a walk for those who like to look at ships"
)
_ARABIC = ("CNN: آخر عبّارة تعمل بالديزل تغادر", "قوارب البطاريات تتولى الخطوط الشمالية هذا الأسبوع.", "العالم")
_HEBREW = ("NATO: המעבורת האחרונה על דיזל עוזבת", "סירות חשמל יפעילו מהשבוע את הקווים הצפוניים.", "עולם")
_HINDI = ("आख़िरी डीज़ल नाव रवाना हुई", "इस हफ़्ते से बैटरी की नावें उत्तरी मार्ग पर चलेंगी।", "दुनिया")
_HOSTILE = (
    "</p></td></table><script>alert(1)</script>{{unsubscribe_url}}{% raw %}\u202e<!--[if mso]>\"'><b>&amp;",
    "{{name}} \\{{{x}}} <style>*{display:none}</style> Donaudampfschifffahrtsgesellschaftskapitänswitwenrente" * 3,
    "<i>Section</i>",
)


def fixture(name: str, around: EditionContent, links: Links) -> EditionContent:
    """The edition with the stories of that fixture.

    Raises:
        KeyError: there is no fixture of that name.
    """
    stories = FIXTURES[name](_Maker(around.language, links))
    return replace(around, stories=tuple(_placed(number, story) for number, story in enumerate(stories)))


class _Maker:
    """Makes stories in a language, with pictures of ours."""

    def __init__(self, language: str, links: Links) -> None:
        self._language = language
        self._links = links

    def story(self, number: int, headline: str = "", deck: str = _DECK, kicker: str = "World") -> Story:
        return Story(
            article_id=f"fixture{number}",
            headline=headline or f"Story number {number + 1}: the last ferry leaves, and nobody hears the new one",
            url=self._links.article(f"fixture{number}", "A story"),
            kicker=kicker,
            deck=deck,
            excerpt=_EXCERPT,
            picture=self.picture(),
            language=self._language,
            direction=direction_of(self._language),
        )

    def stories(self, count: int) -> list[Story]:
        return [self.story(number) for number in range(count)]

    def briefs(self, count: int) -> list[Story]:
        """By turns a short text and a headline that leads elsewhere."""
        told = (_EXCERPT, "")
        bare = (self.story(number, told[number % 2]) for number in range(count))
        return [replace(story, deck="", excerpt="", picture=None, is_brief=True) for story in bare]

    def told(self, language: str, words: tuple[str, str, str]) -> list[Story]:
        headline, deck, kicker = words
        own = _Maker(language, self._links)
        return [replace(own.story(number, headline, deck, kicker), excerpt=deck) for number in range(4)]

    def picture(self) -> MailPicture:
        return MailPicture(url=self._links.media(PICTURE), width=1200, height=675, alt="A ferry leaves the harbour")


FIXTURES: Mapping[str, Callable[[_Maker], list[Story]]] = {
    "one": lambda make: make.stories(1),
    "forty": lambda make: make.stories(40),
    "three-hundred": lambda make: make.stories(300),
    "no-picture": lambda make: [replace(story, picture=None) for story in make.stories(6)],
    "no-deck": lambda make: [replace(story, deck="", excerpt="") for story in make.stories(6)],
    "briefs": lambda make: make.briefs(6),
    "long-headline": lambda make: [make.story(number, _LONG) for number in range(4)],
    "arabic": lambda make: make.told("ar", _ARABIC),
    "hebrew": lambda make: make.told("he", _HEBREW),
    "hindi": lambda make: make.told("hi", _HINDI),
    "hostile": lambda make: [make.story(number, *_HOSTILE) for number in range(3)],
}


def _placed(number: int, story: Story) -> PlacedStory:
    tier = Tier.LEAD if not number else Tier.SECONDARY if number < _LISTED else Tier.MORE
    return PlacedStory(tier=tier, revision=1, as_lead=story, as_listed=_listed(story))


def _listed(story: Story) -> Story:
    picture = replace(story.picture, width=240, height=180) if story.picture else None
    return replace(story, excerpt="" if story.deck else story.excerpt, picture=picture)
