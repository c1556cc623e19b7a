"""A simulation of publishing: the real steps and lanes, and a year of faults that one seed decides."""
