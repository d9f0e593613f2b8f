"""Steps that bring an old store up to date."""
