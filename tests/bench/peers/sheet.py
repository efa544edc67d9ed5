#!/usr/bin/env python3
"""Reads the first sheet of a workbook with openpyxl, read-only, and prints what sheet_bench.c prints.

usage: sheet.py FILE"""
import datetime
import sys

from openpyxl import load_workbook

rows = cells = texts = text_bytes = dates = numbers = 0
total = 0.0
sheet = load_workbook(sys.argv[1], read_only=True, data_only=True).worksheets[0]
for row in sheet.iter_rows(values_only=True):
    rows += 1
    for value in row:
        if value is None:
            continue
        cells += 1
        if isinstance(value, str):
            texts += 1
            text_bytes += len(value.encode())
        elif isinstance(value, datetime.datetime):
            dates += 1
        else:
            numbers += 1
            total += value
print("rows %d cells %d texts %d text_bytes %d dates %d numbers %d sum %.2f"
      % (rows, cells, texts, text_bytes, dates, numbers, total))
