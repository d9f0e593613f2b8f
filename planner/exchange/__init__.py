"""Plans from and to other formats; tables."""
