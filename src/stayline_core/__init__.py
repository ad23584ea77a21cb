"""The rules of Stayline, without a world: frozen values in, values out.

Nothing here knows a database, a clock, a network, a file or a source of randomness.
Times, identifiers and salts are arguments.
"""
