"""Every known way that need-to-know leaks (design, leaks.md): a test named after each row that applies."""
