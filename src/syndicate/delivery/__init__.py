"""4 send: the ledger of deliveries, the carriers that take mail away, and the loop between them."""
