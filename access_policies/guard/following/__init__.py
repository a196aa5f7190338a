"""Following one's own view as it changes: changes, notices, and webhooks that say there is something. Each look decides anew."""
