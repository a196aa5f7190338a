"""Webhooks by Standard Webhooks: hosts that may be told, secrets, signatures, sending, and the courier that does it."""
