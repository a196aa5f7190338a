"""Mutation testing of the policy core: one small slip at a time, each of which a test must notice or a page must argue for."""
