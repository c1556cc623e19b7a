"""The steps of publishing: each right from a fresh process, exclusive by a lock of its own."""
