"""What only the demo has: an issuer that signs for invented people, and pages to try Kring with. Production refuses it."""
