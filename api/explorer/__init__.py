"""The explorer over HTTP: its files, signing in and out, its session. Never: data; that comes through GraphQL like everybody's."""
