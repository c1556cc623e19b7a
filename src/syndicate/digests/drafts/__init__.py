"""Drafts: the coming edition of each newsletter and cadence, as editors shape, approve and are told of it."""
