"""Settings in a document, whatever their notation: one tree, and one reader that decides what its values mean."""
