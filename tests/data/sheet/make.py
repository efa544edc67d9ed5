#!/usr/bin/python3
"""Makes the workbooks of this folder: .xlsx with openpyxl, .ods from it with LibreOffice.

usage: make.py OUTDIR        (Debian: python3-openpyxl, libreoffice-calc)

They were made once and are committed, so that tests need neither program.  What each cell has to become was
written down by hand in tests/test_sheet.c from the values below, never from an answer of reint.  The cached
values of the formulas are LibreOffice's: types.xlsx goes through it once."""
import datetime as d
import os
import subprocess
import sys

from openpyxl import Workbook
from openpyxl.comments import Comment

out = sys.argv[1]


def convert(name, kind, folder):
    subprocess.run(["soffice", "--headless", "--convert-to", kind, "--outdir", folder, name], check=True,
                   stdout=subprocess.DEVNULL)


book = Workbook()
sheet = book.active
sheet.title = "types"
sheet["A1"] = "Entry sheet of the first wave"
sheet.merge_cells("A1:C1")
rows = [
    ["person", "day", "moment", "clock", "share", "asked", "amount", "code", "note", "sum"],
    ["SYN-0001", d.date(2015, 3, 14), d.datetime(2015, 3, 14, 10, 30), d.time(10, 30, 5), 0.5, True, 12.25, 7,
     "two\nlines", "=G3*2"],
    ["007", d.date(1900, 3, 1), d.datetime(2020, 2, 29, 23, 59, 59), d.time(0, 0), 0.125, False, -1e-7, 42,
     'say "yes", then', "=1/0"],
    [None] * 10,
    ["  spaced  ", d.date(1970, 1, 1), None, d.time(23, 59), 1, True, 123456789012345, 3, "Žluťoučký 日本 🙂",
     '="x"&"y"'],
]
for r, row in enumerate(rows, 2):
    for c, value in enumerate(row, 1):
        if value is not None:
            sheet.cell(r, c, value)
for r in range(3, 7):
    sheet.cell(r, 2).number_format = "dd/mm/yyyy"
    sheet.cell(r, 3).number_format = "yyyy-mm-dd hh:mm"
    sheet.cell(r, 4).number_format = "hh:mm:ss"
    sheet.cell(r, 5).number_format = "0%"
    sheet.cell(r, 8).number_format = "0000"
sheet["A3"].comment = Comment("a comment is no part of the cell", "SYN")
sheet.row_dimensions[4].hidden = True
sheet.column_dimensions["G"].hidden = True
sheet.merge_cells("I3:I4")
hidden = book.create_sheet("codes (old)")
hidden["A1"], hidden["B1"], hidden["A2"] = "code", "label", "1"
hidden.sheet_state = "hidden"
same = book.create_sheet("same")
same.append(["a", "b", "c"])
for _ in range(3):
    same.append([1, 1, 1])
same.append([2, None, "x"])
first = os.path.join(out, "typed.xlsx")
book.save(first)
convert(first, "ods", out)
os.rename(os.path.join(out, "typed.ods"), os.path.join(out, "types.ods"))
convert(os.path.join(out, "types.ods"), "xlsx", out)
os.rename(first, os.path.join(out, "uncomputed.xlsx"))   # openpyxl stores formulas without their values

book = Workbook()
book.epoch = d.datetime(1904, 1, 1)
sheet = book.active
sheet.title = "mac"
sheet.append(["day", "zero"])
sheet.append([d.date(2015, 3, 14), 0])
sheet["A2"].number_format = sheet["B2"].number_format = "yyyy-mm-dd"
book.save(os.path.join(out, "1904.xlsx"))
