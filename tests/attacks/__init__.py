"""Documents made to hurt (reliability.md 3.1): each is planned or refused, at a bounded price, with nothing told."""
