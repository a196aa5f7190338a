"""The reader of STIX 2.1: bundles, bare lists and single objects become statements by the table in mapping.yaml."""
