"""What every room stands on: errors, transactions, keys, the web's edge and live events."""
