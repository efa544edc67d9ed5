#!/usr/bin/python3
"""Counts what a study took from an export, beside the export as read by other programs: the form and workbooks by openpyxl, CSV
by Python's csv, the study by Python's sqlite3.  The number of records, and for every question of one or several choices, of numbers
and dates how often each answer stands there.

usage: count.py FORM.xlsx STUDY.reint EXPORT...      exit code 1 and a line for each difference

Questions are found in a head by path, by name or by label in any language; repeats in columns by their numbers in brackets.  None of
the rules of reint are used but one: names in a codebook are small letters, digits and underscores."""
import collections
import csv
import re
import sqlite3
import sys
import warnings

import openpyxl

warnings.simplefilter("ignore")  # of styles that a workbook lacks

EMPTY = {"", "n/a"}
KINDS = {"select_one": "one", "select_multiple": "several", "integer": "number", "decimal": "number", "date": "text"}
ENDS = {"end", "end_group", "end_repeat"}  # `end` alone is also a time: it has a name
SPELLINGS = [("select all that apply from", "select_multiple"), ("select one from", "select_one"), (" or specify other", " or_other")]


def plain(name):
    return re.sub("[^a-z0-9]+", "_", name.strip().lower()).strip("_")


def text(value):
    if isinstance(value, float) and value == int(value):
        value = int(value)
    return "" if value is None else str(value).strip()


def sheet_rows(book, name):
    """The rows of a sheet as dictionaries by head, heads trimmed."""
    rows = book[name].iter_rows(values_only=True)
    heads = [text(h) for h in next(rows, ())]
    return [dict(zip(heads, map(text, row))) for row in rows if any(map(text, row))]


def read_form(path):
    """Questions as (kind, path of names, path of labels by language, list), and choices by list and any of their texts."""
    book = openpyxl.load_workbook(path)
    choices = collections.defaultdict(dict)
    for row in sheet_rows(book, "choices"):
        row = {k.lower(): v for k, v in row.items()}
        name = row.get("name") or row.get("value")
        if name:
            of = choices[row.get("list_name") or row.get("list name")]
            of[name] = name
            for head, label in row.items():
                if head.startswith("label") and label:
                    of.setdefault(label, name)
    questions, above = [], []
    for row in sheet_rows(book, "survey"):
        kind = row["type"]
        for old, new in SPELLINGS:
            kind = kind.replace(old, new)
        kind, *rest = kind.split()
        labels = {h: v for h, v in row.items() if h.startswith("label")}
        if kind.startswith("begin"):
            above.append((row["name"], labels))
        elif kind in ENDS and not (kind == row["type"] == "end" and row["name"]):
            above.pop()
        elif kind in KINDS:
            names = [n for n, _ in above] + [row["name"]]
            texts = [[one.get(h, "") for _, one in above] + [labels[h]] for h in labels]
            codes = dict(choices[rest[0]]) if rest else {}
            if rest[1:] == ["or_other"]:
                codes.update(other="other", Other="other")
            questions.append((KINDS[kind], names, texts, codes))
    return questions


def read_tables(path):
    """The tables of an export: a list of heads and rows each."""
    if path.endswith(".xlsx"):
        book = openpyxl.load_workbook(path)
        tables = [[list(map(text, row)) for row in sheet.iter_rows(values_only=True)] for sheet in book]
    else:
        with open(path, newline="", encoding="utf-8-sig") as f:
            head = f.readline()
            f.seek(0)
            tables = [list(csv.reader(f, delimiter=";" if head.count(";") > head.count(",") else ","))]
    return [(t[0], [r for r in t[1:] if any(r)]) for t in tables]


def spellings(question):
    _, names, texts, _ = question
    for way in [names] + texts:
        for k in range(len(way)):
            for by in "/-":
                yield by.join(way[k:])


def answers(question, tables):
    """How often each answer stands in the tables; None where no head is the question's."""
    kind, _, _, choices = question
    found = collections.Counter()
    seen = False
    names = set(spellings(question))
    for heads, rows in tables:
        bare = [re.sub(r"\[\d+\]", "", h) for h in heads]
        columns = [i for i, h in enumerate(bare) if h in names]
        split = {i: choices[h[len(n) + 1:]] for i, h in enumerate(bare) for n in names
                 if kind == "several" and h.startswith(n + "/") and h[len(n) + 1:] in choices}
        seen = seen or columns or split
        for row in rows:
            if columns and not split or kind != "several":
                for i in columns:
                    values = row[i].split() if kind == "several" else [row[i]]
                    found.update(choices.get(v, v) if choices else v for v in values if v not in EMPTY)
            elif not columns or any(row[i] not in EMPTY for i in columns):
                found.update(code for i, code in split.items() if row[i] in ("1", "True"))
    return found if seen else None


def main():
    form, study, *exports = sys.argv[1:]
    tables = [t for path in exports for t in read_tables(path)]
    db = sqlite3.connect("file:" + study + "?mode=ro", uri=True)
    views = [v for (v,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'view'") if not v.endswith("_labels")]
    columns = {v: [row[1] for row in db.execute('PRAGMA table_info("%s")' % v)] for v in views}
    wrong = compared = total = 0
    records = {v: db.execute('SELECT count(*) FROM "%s"' % v).fetchone()[0] for v in views}
    held, sent = sorted(filter(None, records.values())), sorted(len(rows) for _, rows in tables if rows)
    if records["person"] != len(tables[0][1]) or (len(tables) > 1 and held != sent):
        wrong += 1
        print("records: export %s, study %s" % ([len(rows) for _, rows in tables], records))
    for question in read_form(form):
        kind, names = question[:2]
        name = plain(names[-1])
        want = answers(question, tables)
        places = [v for v in views if name in columns[v]]
        if want is None or len(places) != 1:
            continue
        got = collections.Counter()
        for (value,) in db.execute('SELECT "%s" FROM "%s"' % (name, places[0])):
            value = text(value)
            got.update(value.split() if kind == "several" else [value] if value else [])
        compared += 1
        total += sum(want.values())
        if {plain(k): n for k, n in want.items()} != {plain(k): n for k, n in got.items()}:
            wrong += 1
            print("%s: export %s, study %s" % ("/".join(names), dict(want), dict(got)))
    print("%d records, %d questions, %d answers, %d differences" % (sum(records.values()), compared, total, wrong))
    return 1 if wrong else 0


sys.exit(main())
