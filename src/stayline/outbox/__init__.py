"""What must leave: rows written with the change, leased, sent, tried again, set aside."""
