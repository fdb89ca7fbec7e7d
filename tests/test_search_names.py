"""Names and codes beside the index: what is suggested for a pair of characters, and what was typed whole."""

from __future__ import annotations

from generator.publish.search.names import Called, name_files, shelf, squeezed

PAGES = [
    Called(url="projects/9/2025/a1/", name="校车运营（补贴）", code="a1", part=0, place=3),
    Called(url="projects/9/2024/a1/", name="校车运营（补贴）", code="a1", part=1, place=0),
    Called(url="departments/9/edu/", name="教育局 A", code="201", part=0, place=1),
]


def lines(pages: list[Called]) -> dict[str, list[str]]:
    """Every line of the files by its key, each held to the file it stands in."""
    files = dict(name_files(pages))
    count = int(files.pop("names.json"))
    assert set(files) == {f"names/{number}.txt" for number in range(count)}
    found = {}
    for path, content in files.items():
        for line in content.decode().splitlines():
            key, *values = line.split("\t")
            assert path == f"names/{shelf(key, count)}.txt"
            found[key] = values
    return found


def test_a_name_is_suggested_once_for_each_of_its_pairs() -> None:
    found = lines(PAGES)
    assert found["车运"] == ["校车运营（补贴）", "projects/9/2025/a1/"]
    assert found["营补"] == found["校车"] == found["车运"]  # signs between are passed over
    assert "育局" in found
    assert "局a" in found  # the second may be a letter
    assert "a1" not in found


def test_names_and_codes_typed_whole_lead_to_their_pages() -> None:
    found = lines(PAGES)
    assert found["=校车运营补贴"] == found["=a1"] == ["0.3", "1.0"]
    assert found["=201"] == found["=教育局a"] == ["0.1"]
    assert squeezed("Ｔ-０１ 号") == "t01号"


def test_a_pair_in_many_names_suggests_some() -> None:
    many = [Called(url=f"projects/9/2025/{one}/", name=f"公路{one}", code="", part=0, place=one) for one in range(99)]
    found = lines(many)
    assert len(found["公路"]) == 80
    assert len([key for key in found if key.startswith("=")]) == 99


def test_more_names_have_more_files() -> None:
    many = [Called(url=f"projects/9/2025/{one}/", name=f"事{one:04}", code="", part=0, place=one) for one in range(999)]
    assert int(dict(name_files(many))["names.json"]) > int(dict(name_files(PAGES))["names.json"])
