from pathlib import Path

import pytest

from syndicate.feeds.documents import FeedDocument
from tests.golden.feed_corpus import golden_documents

GOLDEN = Path(__file__).parent / "feeds"


@pytest.mark.parametrize("document", golden_documents(), ids=lambda document: document.path)
def test_the_documents_of_a_small_corpus_are_these_bytes(
    document: FeedDocument, request: pytest.FixtureRequest
) -> None:
    golden = GOLDEN / document.path
    if request.config.getoption("--golden-rewrite", default=False):
        golden.write_bytes(document.content)
    assert document.content == golden.read_bytes()
