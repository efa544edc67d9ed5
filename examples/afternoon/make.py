# Writes the messy files of the afternoon anew: team.xlsx and interviews.csv.  Every person is invented.
#
# usage: python3 make.py FOLDER     (python3-openpyxl)
import datetime
import sys

import openpyxl

folder = sys.argv[1]
people = [  # number, village, sex as typed, date of birth as typed
    (1, "Bogor", "Female", "14/3/1985"), (2, "Bogor ", "F", "2/11/1990"), (3, "Ciánjur", "female ", 1988),
    (4, "Cianjur", "Male", datetime.date(1979, 6, 1)), (5, "Bogor", "M", "1992"), (6, "Cianjur", "male", "30/9/1983"),
    (7, "Bogor", "Female", None), (8, "Cianjur", "F ", "5/5/1995"), (9, "Bogor", "Male", datetime.date(1986, 12, 24)),
    (10, "Ciánjur", "Female", "1/1/1991"), (11, "Bogor", "F", "7/8/1987"), (12, "Cianjur", "M", "12/12/1980"),
]
book = openpyxl.Workbook()
sheet = book.active
sheet.title = "Respondents"
sheet["A1"] = "Northern team: list of respondents, as of March"
sheet.append([])
sheet.append(["No", "Village ", "Sex", "Date of birth", "Remarks"])
for number, village, sex, born in people:
    sheet.append([number, village, sex, born, "see file" if number == 4 else None])
sheet.append(["Total", None, 12])

help_ = book.create_sheet("Help")
help_.append([None, "First interview", None, None, "Second interview", None])
help_.append(["No", "medical w1", "housing w1", "money w1", "medical w2", "housing w2", "money w2"])
help_.merge_cells("B1:D1")
help_.merge_cells("E1:G1")
given = {1: ("received", "", "offered", "Received ", "", ""), 2: ("", "declined", "", "", "", "RECEIVED"),
         3: ("Rec.", "", "", "received", "", ""), 4: ("", "", "", "", "", ""), 5: ("received", "received", "", "", "", ""),
         6: ("offered", "", "refused", "", "", ""), 7: ("", "", "", "", "rec", ""), 8: ("received", "", "received", "", "", ""),
         9: ("", "", "", "", "", ""), 10: ("declined", "", "", "", "", ""), 11: ("", "Rec.", "", "", "", "offered"),
         12: ("", "", "", "", "", "")}
for number in sorted(given):
    help_.append([number] + [text or None for text in given[number]])
# the same bytes on every run: openpyxl writes the time into docProps otherwise
book.properties.created = book.properties.modified = datetime.datetime(2015, 3, 1)
book.save(folder + "/team.xlsx")

rows = ["Kode;Gelombang;Tanggal;Hasil;Pekerjaan;Semua layanan?"]
first = ["10/2/2015", "11/2/2015", "11/2/2015", "12/2/2015", "12/2/2015", "13/2/2015",
         "16/2/2015", "16/2/2015", "31/2/2015", "17/2/2015", "18/2/2015", "18/2/2015"]
work = ["none", "casual", "own", "employed", "casual ", "none", "none", "own", "casual", "none", "en chômage", "casual"]
for i in range(12):
    rows.append("SYN-%03d;w1;%s;complete;%s;%s" % (i + 1, first[i], work[i], "all" if i != 3 else "some"))
second = [(1, "complete", "casual"), (2, "Complete ", "own"), (3, "complete", "own"), (5, "partial", "casual"),
          (6, "lost", ""), (7, "complete", "casual"), (8, "lost", ""), (11, "complete", "none")]
for number, status, now in second:
    rows.append("SYN-%03d;w2;%s;%s;%s;%s" % (number, "" if status == "lost" else "%d/11/2015" % (number + 2), status, now,
                                          "none" if status == "lost" else "all"))
with open(folder + "/interviews.csv", "w", encoding="cp1252", newline="\r\n") as f:
    f.write("\n".join(rows) + "\n")
