"""Composing: newsletters, cadence, selection, and the frozen edition."""
