"""The way back: what a provider tells about mails, read, checked and applied to the ledger, each event once."""
