"""Subscriptions: what a caller may follow, and how each event is made. Transports are elsewhere; nothing here waits for a clock."""

from api.graphql.subscriptions.root import SUBSCRIPTION

__all__ = ["SUBSCRIPTION"]
