"""Which keys of a table can stand together: asked by the loader, published as JSON Schema."""

from collections.abc import Collection, Mapping

from stayline_core.protocol.schema.shapes import Form


def fits(form: Form, keys: Collection[str], sizes: Mapping[str, int]) -> bool:
    """Can a table with these keys be of this form? `sizes` are the lengths of its lists."""
    if not set(form.needs) <= set(keys) or set(form.without) & set(keys):
        return False
    if form.only and not set(keys) <= set(form.only):
        return False
    deciding = [key for key in form.one_of if key in keys]
    if form.one_of and not deciding:
        return False
    return not deciding or sizes.get(deciding[0], 1) == 1
