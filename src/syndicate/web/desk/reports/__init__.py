"""Reports: past editions and readers in numbers and plots."""
