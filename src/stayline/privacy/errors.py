"""What need-to-know refuses."""

from stayline.platform.errors import Forbidden


class NotOnTheList(Forbidden):
    """This incident is open to the people who handle it, and you are not one of them."""

    code = "privacy.incident.not_on_the_list"
    mend = "If you need it to keep somebody safe, ask the supervisor who handles it."
