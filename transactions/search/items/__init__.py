"""Items: filled from receipts by a job after ingest, found by words."""
