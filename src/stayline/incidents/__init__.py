"""The record: threats, level, run, duties, obligations, close."""
