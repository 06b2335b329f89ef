"""The commands without a screen: what they print, and how they refuse bad input."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from reader.cli import DONE, REFUSED, USAGE, run
from reader.errors import SourceError
from reader.workspace import Workspace
from tests.conftest import NEWSPAPER, WEB_PAGE

Captured = pytest.CaptureFixture[str]


def give_input(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))


def test_clean_prints_one_object_a_page_in_the_order_given(capsys: Captured) -> None:
    assert run(["clean", str(WEB_PAGE), str(NEWSPAPER), "-f", "jsonl"]) == DONE
    pages = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [page["source"]["path"] for page in pages] == [str(WEB_PAGE), str(NEWSPAPER)]
    assert [len(page["articles"]) for page in pages] == [2, 7]
    source = pages[1]["source"]
    assert source["encoding"] == "utf-8"
    assert source["characters"] == len(NEWSPAPER.read_text("utf-8"))
    joins = [
        join
        for article in pages[1]["articles"]
        for block in article["blocks"]
        for join in block["joins"]
    ]
    assert len(joins) == 6
    assert all(0 < join["confidence"] <= 1 and join["reason"] for join in joins)


@pytest.mark.parametrize("form", ["json", "jsonl", "markdown", "text"])
def test_clean_in_every_format_prints_every_article(form: str, capsys: Captured) -> None:
    assert run(["clean", str(NEWSPAPER), "-f", form]) == DONE
    assert "商湯：未來兩年AI競爭關鍵期" in capsys.readouterr().out


def test_clean_reads_standard_input(monkeypatch: pytest.MonkeyPatch, capsys: Captured) -> None:
    give_input(monkeypatch, NEWSPAPER.read_bytes())
    assert run(["clean", "-", "-f", "jsonl"]) == DONE
    page = json.loads(capsys.readouterr().out)
    assert page["source"]["path"] == "-"
    assert len(page["articles"]) == 7


def test_clean_takes_folders(seeds: Path, capsys: Captured) -> None:
    assert run(["clean", str(seeds), "-f", "jsonl"]) == DONE
    assert len(capsys.readouterr().out.splitlines()) == 2


def test_clean_takes_whatever_chinese_is_encoded_in(tmp_path: Path, capsys: Captured) -> None:
    text = NEWSPAPER.read_text("utf-8").replace("\n", "\r\n")
    # Big5 has no triangles that point sideways.
    text = text.encode("big5hkscs", "ignore").decode("big5hkscs")
    for encoding in ("big5hkscs", "gb18030", "utf-16"):
        (tmp_path / f"{encoding}.txt").write_bytes(text.encode(encoding))
    (tmp_path / "latin.txt").write_bytes("caf\xe9".encode("latin-1"))
    assert run(["clean", str(tmp_path), "-f", "jsonl"]) == REFUSED
    captured = capsys.readouterr()
    sources = [json.loads(line)["source"] for line in captured.out.splitlines()]
    assert [source["encoding"] for source in sources] == ["big5hkscs", "gb18030", "utf-16"]
    assert {source["characters"] for source in sources} == {len(text)}
    assert "latin.txt: " in captured.err
    assert run(["clean", str(tmp_path / "latin.txt"), "--encoding", "latin-1"]) == DONE
    assert capsys.readouterr().out == "caf\xe9\n"


def test_clean_takes_the_web_pages_of_a_folder(tmp_path: Path, capsys: Captured) -> None:
    paragraphs = [line for line in WEB_PAGE.read_text("utf-8").split("\n") if len(line) > 80][:3]
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    (tmp_path / "page.html").write_text(f"<html><body><article>{body}</article></body></html>")
    assert run(["clean", str(tmp_path), "-f", "jsonl"]) == DONE
    page = json.loads(capsys.readouterr().out)
    assert page["source"]["path"] == str(tmp_path / "page.html")
    assert page["source"]["encoding"] == "utf-8"
    [article] = page["articles"]
    assert [block["text"] for block in article["blocks"]] == paragraphs


def test_the_reader_takes_an_encoding_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = tmp_path / "a.txt"
    text.write_bytes("善宗".encode("big5"))
    workspace = Workspace.open([str(text)], encoding="big5hkscs")
    assert workspace.page(str(text)).source.raw == "善宗"
    with pytest.raises(SourceError, match="--encoding"):
        Workspace.open([str(text)]).page(str(text))
    give_input(monkeypatch, b"")
    assert run([str(text), "--encoding", "big5"]) == USAGE


def test_clean_writes_a_file_whole_or_not_at_all(tmp_path: Path, capsys: Captured) -> None:
    target = tmp_path / "out.json"
    assert run(["clean", str(NEWSPAPER), "-f", "json", "-o", str(target)]) == DONE
    assert capsys.readouterr().out == ""
    [page] = json.loads(target.read_text("utf-8"))
    assert len(page["articles"]) == 7
    assert [path.name for path in tmp_path.iterdir()] == ["out.json"]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("missing.txt", None, "there is no such file"),
        ("latin.txt", "caf\xe9 au lait".encode("latin-1"), "it is neither UTF-8 nor"),
        ("empty.txt", b"", "it is empty"),
        ("blank.txt", " \n\u3000\n".encode(), "it is empty"),
        ("folder", "folder", "holds no text"),
    ],
)
def test_clean_refuses_bad_input_by_name_in_one_sentence_and_does_the_rest(
    tmp_path: Path, name: str, content: bytes | str | None, says: str, capsys: Captured
) -> None:
    path = tmp_path / name
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content == "folder":
        path.mkdir()
    assert run(["clean", str(path), str(NEWSPAPER), "-f", "jsonl"]) == REFUSED
    captured = capsys.readouterr()
    assert len(captured.out.splitlines()) == 1
    [line] = captured.err.splitlines()
    assert name in line
    assert says in line


def test_clean_refuses_standard_input_that_no_encoding_fits(
    monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    give_input(monkeypatch, b"\xff\xfe\x00")
    assert run(["clean", "-"]) == REFUSED
    assert "-: it begins as UTF-16 but byte 2" in capsys.readouterr().err


def test_usage_errors_end_with_two() -> None:
    with pytest.raises(SystemExit) as ended:
        run(["clean"])
    assert ended.value.code == USAGE
    with pytest.raises(SystemExit) as ended:
        run(["export", "-f", "xml"])
    assert ended.value.code == USAGE
    with pytest.raises(SystemExit) as ended:
        run(["clean", "-", "--encoding", "klingon"])
    assert ended.value.code == USAGE


def test_a_file_name_with_control_characters_reaches_no_terminal(
    tmp_path: Path, capsys: Captured
) -> None:
    assert run(["clean", str(tmp_path / "a\x1b[2Jb.txt")]) == REFUSED
    assert "\x1b" not in capsys.readouterr().err


def test_reader_refuses_to_start_without_a_terminal(
    seeds: Path, monkeypatch: pytest.MonkeyPatch, capsys: Captured
) -> None:
    give_input(monkeypatch, b"")
    assert run([str(seeds)]) == USAGE
    assert "terminal" in capsys.readouterr().err


def test_export_of_a_folder_without_annotations_is_an_export_of_none(
    seeds: Path, capsys: Captured
) -> None:
    assert run(["export", str(seeds)]) == DONE
    export = json.loads(capsys.readouterr().out)
    assert export["format"] == "pizhu/1"
    assert export["annotations"] == []


@pytest.mark.parametrize("arguments", [["--version"], ["export", "."], ["clean", "-"]])
def test_commands_without_a_screen_import_neither_textual_nor_jieba(
    seeds: Path, arguments: list[str]
) -> None:
    code = (
        "import sys\n"
        "from reader.cli import run\n"
        "try:\n"
        f"    run({arguments!r})\n"
        "except SystemExit:\n"
        "    pass\n"
        "heavy = {'textual', 'jieba', 'opencc'} & set(sys.modules)\n"
        "sys.exit(f'imported {heavy}' if heavy else 0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=seeds,
        input=NEWSPAPER.read_bytes(),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


def test_output_into_a_closed_pipe_is_no_traceback(seeds: Path) -> None:
    command = f"{sys.executable} -m reader clean {NEWSPAPER} -f jsonl | head -c 10"
    done = subprocess.run(["sh", "-c", command], capture_output=True, check=False, cwd=seeds)
    assert b"Traceback" not in done.stderr
