"""JSON Feed: one article an item."""
