"""Wishes to join, or to move to another address: asked for by a form, decided off the request, confirmed by a link."""
