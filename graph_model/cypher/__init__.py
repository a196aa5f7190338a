"""Every Cypher text there is: constants (`control*`), the builder of reads, and the checker of what is sent."""
