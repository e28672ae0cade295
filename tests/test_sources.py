"""Files are read from folders and zips as publishers ship them; what is left out is said."""

import zipfile
from pathlib import Path

import pytest

from careergraph.errors import InvalidGraphError, ReadError
from careergraph.sources import Files, Findings
from careergraph.sources.workbooks import sheets

COLUMNS = {"code": ("O*NET-SOC Code", "onetsoc_code"), "title": ("Title",)}


def folder(path: Path, **files: str | bytes) -> Path:
    """A folder of files; `_` in a name stands for the dot before its ending."""
    path.mkdir(exist_ok=True)
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (path / name.replace("_", ".")).write_bytes(data)
    return path


def zipped(path: Path, **files: str) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(f"inner/{name.replace('_', '.')}", content)
    return path


def cells(files: Files, findings: Findings) -> list[tuple[str, str]]:
    rows = files.rows(files.names[0], COLUMNS, findings, needed=["code"])
    return [(row["code"], row["title"]) for row in rows]


def test_a_table_reads_alike_from_a_folder_a_zip_and_a_zip_in_a_folder(tmp_path: Path) -> None:
    text = "O*NET-SOC Code\tTitle\n11-1011.00\tChief Executives\n"
    one = folder(tmp_path / "one", jobs_txt=text)
    two = zipped(tmp_path / "two.zip", jobs_txt=text)
    three = folder(tmp_path / "three")
    zipped(three / "two.zip", jobs_txt=text)
    for path in (one, one / "jobs.txt", two, three):
        found = Findings()
        assert cells(Files(path), found) == [("11-1011.00", "Chief Executives")]
        assert len(found) == 0


def test_a_column_is_known_by_any_of_its_names_and_commas_serve_as_well(tmp_path: Path) -> None:
    path = folder(tmp_path / "f", jobs_csv='title,ONETSOC code\n"Cooks, all",35\n')
    assert cells(Files(path), Findings()) == [("35", "Cooks, all")]


def test_what_is_left_out_is_counted_with_first_examples(tmp_path: Path) -> None:
    text = "Code?\tO*NET-SOC Code\tTitle\n" + "x\t1\ta\nx\t2\n" * 5
    path = folder(tmp_path / "f", jobs_txt=text)
    found = Findings()
    assert len(cells(Files(path), found)) == 5
    assert [str(each) for each in found] == [
        "1 × column that is not known; left out: jobs.txt: Code?",
        "5 × row of 2 cells where the header has 3: "
        "jobs.txt, line 3; jobs.txt, line 5; jobs.txt, line 7, …",
    ]
    with pytest.raises(InvalidGraphError, match=r"not imported, as asked.*Code"):
        found.refuse()


def test_a_missing_column_is_an_error_that_names_it_and_what_there_is(tmp_path: Path) -> None:
    path = folder(tmp_path / "f", jobs_txt="Title\nx\n")
    with pytest.raises(ReadError, match=r"jobs\.txt: no column 'O\*NET-SOC Code'; it has Title"):
        cells(Files(path), Findings())


def test_text_that_is_not_utf8_is_read_as_windows_1252_and_said(tmp_path: Path) -> None:
    path = folder(tmp_path / "f", jobs_txt="onetsoc_code\tTitle\n1\tCafé\n".encode("cp1252"))
    found = Findings()
    assert cells(Files(path), found) == [("1", "Café")]
    assert found.count("file that is not UTF-8; read as Windows-1252") == 1


def test_a_zip_cut_short_is_one_clear_error(tmp_path: Path) -> None:
    whole = zipped(tmp_path / "whole.zip", jobs_txt="x" * 5000).read_bytes()
    for kept in (0, 100, len(whole) - 10):
        (tmp_path / "cut.zip").write_bytes(whole[:kept])
        with pytest.raises(ReadError, match=r"cut\.zip: it is cut short or no zip; download it"):
            _ = Files(tmp_path / "cut.zip").names


def test_a_path_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="there is no such file or folder"):
        _ = Files(tmp_path / "nowhere").names


@pytest.mark.parametrize("last", ["2", "2,Coo", '2,"Cooks, fa', '"2,Cooks\n3,Waiters\n'])
def test_a_table_cut_inside_its_last_row_is_said_and_that_row_left_out(
    tmp_path: Path, last: str
) -> None:
    path = folder(tmp_path / "f", jobs_csv=f"onetsoc_code,Title\n1,Chefs\n{last}")
    found = Findings()
    assert cells(Files(path), found) == [("1", "Chefs")]
    assert [str(each) for each in found] == [
        "1 × file cut short inside its last row, which is left out; download it again: "
        "jobs.csv, line 3"
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\n\n", "\r"])
def test_a_table_that_ends_with_the_end_of_a_line_is_whole(tmp_path: Path, end: str) -> None:
    text = f'onetsoc_code,Title\n1,Chefs\n2,"Cooks, ""fast\nfood"""{end}'
    path, found = folder(tmp_path / "f", jobs_csv=text), Findings()
    assert cells(Files(path), found) == [("1", "Chefs"), ("2", 'Cooks, "fast\nfood"')]
    assert len(found) == 0


def test_quotation_marks_of_tab_separated_files_are_not_open(tmp_path: Path) -> None:
    path = folder(tmp_path / "f", jobs_txt='onetsoc_code\tTitle\n1\t"Chefs\n2\tCooks 12"\n')
    found = Findings()
    assert cells(Files(path), found) == [("1", '"Chefs'), ("2", 'Cooks 12"')]
    assert len(found) == 0


@pytest.mark.parametrize(("last", "whole"), [("2,Cooks", True), ("2", False), ('2,"Coo', False)])
def test_a_publisher_that_writes_no_last_end_of_line_is_believed_where_the_row_is_full(
    tmp_path: Path, last: str, whole: bool
) -> None:
    path, found = folder(tmp_path / "f", jobs_csv=f"onetsoc_code,Title\n{last}"), Findings()
    rows = Files(path).rows("jobs.csv", COLUMNS, found, open_end=True)
    assert [row["title"] for row in rows] == ["Cooks"] * whole
    assert len(found) == (not whole)


def test_a_table_of_an_office_cut_inside_its_last_row_is_said(tmp_path: Path) -> None:
    path = folder(tmp_path / "f", jobs_csv="Table 1\ncode,title\n1,Chefs\n2,Coo")
    found = Findings()
    assert sheets(Files(path), "jobs.csv", found)[""][-1] == ["1", "Chefs"]
    assert [each.count for each in found] == [1]


def test_a_file_cut_inside_a_character_is_not_taken_for_windows_1252(tmp_path: Path) -> None:
    text = "onetsoc_code\tTitle\n1\tCafé\n2\tCafé".encode()[:-1]
    path, found = folder(tmp_path / "f", jobs_txt=text), Findings()
    assert cells(Files(path), found) == [("1", "Café")]
    assert [each.what.split(" inside")[0] for each in found] == ["file cut short"] * 2


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_table_in_utf_16_is_read_and_said_to_be_so(tmp_path: Path, codec: str) -> None:
    text = "onetsoc_code\tTitle\n1\tCafé\n".encode(codec)
    path, found = folder(tmp_path / "f", jobs_txt=text), Findings()
    assert cells(Files(path), found) == [("1", "Café")]
    assert [str(each) for each in found] == ["1 × file that is not UTF-8; read as UTF-16: jobs.txt"]
