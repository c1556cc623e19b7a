"""Page dumps: the plain text of an article's page, with what stood around it."""
