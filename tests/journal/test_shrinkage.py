"""Shrinkage of estimates from few nights: figures computed by hand from the module's formulas."""

from math import sqrt

import pytest

from lullaby.journal.shrinkage import shrunk_estimates

WITHIN = 0.36
"""The least variance of nights: 0.6 squared."""

BETWEEN = 0.01
"""The least variance of groups: 0.1 squared."""


def test_no_nights_give_no_estimate() -> None:
    assert shrunk_estimates({}) == {}
    assert shrunk_estimates({"a": []}) == {}
    assert shrunk_estimates({"a": [], "b": [2.0]}).keys() == {"b"}


def test_a_single_night_is_reported_with_its_uncertainty() -> None:
    pull = WITHIN / (BETWEEN + WITHIN)
    (estimates,) = shrunk_estimates({"a": [2.0]}).values()
    assert estimates.mean == pytest.approx(2.0)
    assert estimates.cautious == pytest.approx(2.0 + 1.28 * sqrt(BETWEEN * pull))


def test_two_songs_with_equal_counts_shrink_by_the_same_share() -> None:
    """Both have the least variance within, and the difference shows no variance between."""
    estimates = shrunk_estimates({"a": [1.9, 2.1], "b": [2.1, 2.3]})
    pull = (WITHIN / 2) / (BETWEEN + WITHIN / 2)
    assert estimates["a"].mean == pytest.approx(pull * 2.1 + (1 - pull) * 2.0)
    assert estimates["b"].mean == pytest.approx(pull * 2.1 + (1 - pull) * 2.2)
    unknown = 1.28 * sqrt(BETWEEN * pull)
    assert estimates["a"].cautious - estimates["a"].mean == pytest.approx(unknown)


def test_if_songs_truly_differ_little_shrinkage_remains() -> None:
    groups = {"a": [0.0, 2.0], "b": [9.0, 11.0], "c": [18.0, 20.0]}
    within = 6 / 3
    weight = 2 / within
    heterogeneity = weight * 162
    scale = 3 * weight - 3 * weight**2 / (3 * weight)
    between = (heterogeneity - 2) / scale
    pull = (within / 2) / (between + within / 2)
    estimates = shrunk_estimates(groups)
    assert estimates["a"].mean == pytest.approx(pull * 10 + (1 - pull) * 1)
    assert estimates["a"].cautious == pytest.approx(
        estimates["a"].mean + 1.28 * sqrt(between * pull)
    )
    assert estimates["b"].mean == pytest.approx(10)


def test_many_nights_shrink_less_than_few() -> None:
    groups = {"few": [0.0, 2.0], "many": [9.0, 11.0] * 4}
    within = 10 / 8
    few, many = 2 / within, 8 / within
    fixed = (few * 1 + many * 10) / (few + many)
    heterogeneity = few * (1 - fixed) ** 2 + many * (10 - fixed) ** 2
    scale = few + many - (few**2 + many**2) / (few + many)
    between = (heterogeneity - 1) / scale
    spread_few, spread_many = between + within / 2, between + within / 8
    common = (1 / spread_few + 10 / spread_many) / (1 / spread_few + 1 / spread_many)
    pull = within / 2 / spread_few
    estimates = shrunk_estimates(groups)
    assert estimates["few"].mean == pytest.approx(pull * common + (1 - pull) * 1)
    assert estimates["few"].cautious == pytest.approx(
        estimates["few"].mean + 1.28 * sqrt(between * pull)
    )


def test_single_nights_say_nothing_about_variance() -> None:
    estimates = shrunk_estimates({"a": [2.0], "b": [2.2]})
    pull = WITHIN / (BETWEEN + WITHIN)
    assert estimates["a"].mean == pytest.approx(pull * 2.1 + (1 - pull) * 2.0)


def test_nights_that_vary_widely_do_not_hide_a_song_that_differs_far_more() -> None:
    estimates = shrunk_estimates({"a": [0.0, 10.0], "b": [100.0, 110.0]})
    within, between = 50.0, (0.04 * 5_000 - 1) / 0.04
    pull = (within / 2) / (between + within / 2)
    assert estimates["a"].mean == pytest.approx(pull * 55 + (1 - pull) * 5)
