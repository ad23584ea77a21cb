"""The sample: proved by its seed, nobody left out, whatever the order of the list."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from stayline_core.sampling import digest_of, draw, seed_of

SEED = seed_of(place="here", week="2026-11-16")
TOOK = st.dictionaries(
    st.uuids().map(str), st.sampled_from(["ann", "al", "bo", "lou"]), max_size=60
)


@given(TOOK, st.integers(1, 1000), st.integers(1, 3), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_a_draw_leaves_nobody_out_and_is_the_same_in_any_order(
    took: dict[str, str], permille: int, each: int, order: object
) -> None:
    drawn = draw(SEED, took, permille=permille, each=each)
    turned = list(took.items())
    order.shuffle(turned)  # type: ignore[attr-defined]  # Hypothesis gives a Random
    assert draw(SEED, dict(turned), permille=permille, each=each) == drawn
    assert set(drawn.chosen) <= set(took)
    assert list(drawn.chosen) == sorted(set(drawn.chosen))
    of = [took[one] for one in drawn.chosen]
    for person in set(took.values()):
        assert of.count(person) >= min(each, list(took.values()).count(person))
    least = -(-len(took) * permille // 1000)
    assert len(drawn.chosen) >= least
    assert len(drawn.chosen) <= max(least, each * len(set(took.values())))
    assert (drawn.candidates, drawn.people) == (len(took), len(set(took.values())))
    assert drawn.digest == digest_of(took)


def test_another_week_draws_others_and_a_share_of_all_is_all() -> None:
    took = {f"contact-{number}": "ann" for number in range(400)}
    drawn = draw(SEED, took, permille=20)
    assert len(drawn.chosen) == 8
    other = seed_of(place="here", week="2026-11-23")
    assert draw(other, took, permille=20).chosen != drawn.chosen
    assert seed_of(place="there", week="2026-11-16") != SEED
    assert set(draw(SEED, took, permille=1000).chosen) == set(took)
    assert digest_of(took) != digest_of(list(took)[1:])
