"""What every loader shares: a spool on disk, batches into the guard, notes on what was not taken in, the summary."""
