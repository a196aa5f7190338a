"""Kring with a real Keycloak as the issuer, of people and of a partner's system."""
