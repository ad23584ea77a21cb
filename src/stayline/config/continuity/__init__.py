"""What a centre has on paper for when Stayline is down, and how that paper comes back in."""
