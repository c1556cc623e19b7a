"""What a page shows to readers: its blocks and headings, and which of them are the article."""
