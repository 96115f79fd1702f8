"""A small HTTP/1.1 client for recorders: bounded in bytes and time, no redirects, Digest only."""
