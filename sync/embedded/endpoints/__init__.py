"""What the store answers: one file a group of addresses, one function an endpoint."""
