"""Tests of a mail: one copy to an editor by the carrier, which counts as nobody's."""
