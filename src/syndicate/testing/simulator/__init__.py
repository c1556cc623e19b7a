"""A simulation of publishing: the real steps and lanes, and faults that one seed decides; see docs/decisions/0033."""
