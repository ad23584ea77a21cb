"""What set-up does that several rooms do together."""

from stayline.admin.actions.ladders import put_ladder_in_force

__all__ = ["put_ladder_in_force"]
