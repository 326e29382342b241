"""What the JSON API says of itself."""
