"""What the configuration says about AI, in the words of the room that tells readers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from syndicate.articles.disclosure import DisclosureWords

if TYPE_CHECKING:
    from syndicate.config import Config


def disclosure_words(config: Config) -> DisclosureWords:
    """The site's own sentences, in its language."""
    said = config.editorial
    return DisclosureWords(
        language=config.site.language,
        text_assisted=said.ai_assisted,
        text_generated=said.ai_generated,
        picture_assisted=said.ai_picture_assisted,
        picture_generated=said.ai_picture_generated,
    )
