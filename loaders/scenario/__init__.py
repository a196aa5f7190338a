"""The invented world of the demo and the end-to-end tests, and its reader."""
