"""The coming edition in an editor's hand: seen, shaped, judged, let go."""
