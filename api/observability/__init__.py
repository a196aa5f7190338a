"""What operators see: logs, figures, request ids. Never content, tokens, query texts, or who asked."""
