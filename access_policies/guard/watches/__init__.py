"""Watches: persons of whom their originator wants to know when something new leads to them, and the alerts that say so."""
