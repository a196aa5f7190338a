"""Who calls: access tokens of any issuer in the settings. The token says who, and nothing more: rights come from the directory."""
