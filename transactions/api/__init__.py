"""The REST API that programs speak to: ``/api/v1/`` on a chain's own host."""
