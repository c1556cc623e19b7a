"""Special editions: the very articles that a person names, held for a person to send, beside every cadence."""
