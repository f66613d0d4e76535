"""What provisioning refuses, each with a sentence that says what to do."""


class Refused(Exception):
    """A step that was not taken; the text is for the technician who asked for it."""
