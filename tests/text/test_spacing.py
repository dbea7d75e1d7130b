"""Words typed without spaces are taken apart into words that are known."""

from hypothesis import given
from hypothesis import strategies as st

from canang.text.spacing import segment

KNOWN = {"kiem": 9, "tra": 9, "do": 5, "luong": 5, "xang": 2, "dau": 4, "giai": 3, "phep": 6, "giay": 6, "nghiep": 3}


@given(st.lists(st.sampled_from(sorted(KNOWN)), min_size=1, max_size=8))
def test_what_is_taken_apart_is_what_was_there(parts: list[str]) -> None:
    found = segment("".join(parts), KNOWN)
    assert found is not None
    assert "".join(found) == "".join(parts)
    assert set(found) <= set(KNOWN)


def test_a_run_with_something_unknown_in_it_is_left_whole() -> None:
    assert segment("doluongzz", KNOWN) is None


def test_what_stands_together_in_the_catalogue_is_preferred() -> None:
    counts = {"hoac": 1, "ho": 9, "hoa": 9, "cho": 9}
    assert segment("hoacho", counts, lambda first, second: int((first, second) == ("hoac", "ho"))) == ["hoac", "ho"]


@given(st.text(alphabet="abcdeghiklmnopqrstuvxy", max_size=60))
def test_any_run_of_letters_is_taken(run: str) -> None:
    segment(run, KNOWN)
