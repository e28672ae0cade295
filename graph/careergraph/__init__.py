"""A knowledge graph of career claims; see README.md."""
