"""The demo: embedded services, a chain that does not exist, and registers that go on selling."""
