"""The pace: what a carrier allows, how it fares, and when the last reader has their mail."""
