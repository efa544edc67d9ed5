#!/usr/bin/env python3
"""relevant.py -- what conditions of a form say of some records, worked out without reint: relevant.csv.

An evaluator of its own for the XPath of XLSForms, after the ODK XForms specification (https://getodk.github.io/xforms-spec):
a question without an answer is the empty text; + - * div mod are those of doubles, of what is no number NaN, which is in no
order and equal to nothing; if() takes the truth of its condition; an order compares numbers, a text that is none (and so the empty one) is
NaN and every order with it false; = and != compare numbers where one side is a number, else texts; dates are days since
1970, also a date question or a quoted date in an order (as Enketo, the web form of KoboToolbox and ODK, has it).

    python3 relevant.py >relevant.csv       expression;q;q2;n;dec;d;e;t;m;holds
"""
import datetime
import itertools
import math
import re
import sys

EXPRESSIONS = [
    "${q} = 1", "${q} != 1", "${q} > 3", "3 < ${q}", "${q} >= 2 and ${q} < 10", "not(${q} = '1')", "${q} = ${q2}",
    "${q} = ''", "${q} != ''", "selected(${q}, '10')", "not(selected(${q}, '10'))", "${q} <= '2'",
    "${n} > 3", "not(${n} > 3)", "${n} != 3", "${n} = 3.0", "${n} = '03'", "-1 < ${n}", "${n} >= ${dec}", "${n} = ''",
    "${dec} >= 0.5", "${dec} < .5", "${n} != ${dec}",
    "${d} > date('2015-01-01')", "date('2015-01-01') >= ${d}", "${d} = date('2015-01-01')", "${d} != date('2015-01-01')",
    "${d} > '2015-01-01'", "${d} >= ${e}", "not(${d} < ${e})", "${d} = ''", "not(${d} = '') and ${d} < date('2015-06-30')",
    "${t} = 'x'", "${t} != 'x'", "${t} = ''", '${t} = "it\'s"',
    "selected(${m}, 'a')", "selected(${m}, 'a') and not(selected(${m}, 'b'))", "${m} = ''", "not(${m} = '')",
    "selected(${m}, 'a') or selected(${m}, 'b')",
    "${q} = 1 or ${q} = 2 and ${n} = 3", "(${q} = 1 or ${q} = 2) and (${n} = 3 or not(${n} = 4))",
    "not(not(${q} = 1 or ${n} > 3) and selected(${m}, 'b'))", "${n} > 1 and (${n} < 5 or selected(${q}, '1'))",
    "true() and ${n} > 3", "false() or not(${t} = '')", "not(true()) or ${q} = 2",
    "${r} = ''", "${r} != ''", "${r} != '' and ${n} > 1", "${r} = 97 or ${r} = ''", "not(${r} = '')", "${s} = ''", "${s} != ''",
    "count-selected(${m}) > 1", "count-selected(${m}) = 0", "count-selected(${m}) != 1", "1 <= count-selected(${m})",
    "count-selected(${s}) = 1", "count-selected(${s}) > 1", "not(count-selected(${s}) < 1)", "count-selected(${m}) = ${n} - 1",
    "${n} + 1 > ${dec}", "${n} + 1 > 3", "${n} - ${dec} < 0.5", "${n} * 2 = 6", "${n} div 2 = 1.5", "${n} div 2 > 1.4",
    "${n} mod 2 = 1", "${n} mod 3 = -2", "(0 - ${n}) mod 2 = -1", "-${n} < -3", "- -${n} = 3", "${n} + ${dec} != 4", "${n} * ${n} - 1 >= 8",
    "${n} - 1 - 1 = 1", "12 div 2 div 3 = ${n}", "2 + ${n} * 2 = 8", "(2 + ${n}) * 2 = 10", "not(${n} + 1 > 3)", "${n}+1>3 and ${q}=1",
    "int(${dec}) = 0", "int(${dec}) = -1", "int(${dec} * 2) mod 2 = 1", "number(${n}) + 1 = 4", "${dec} - .5 = 0", "${n} = 1 + 2",
    "if(${n} > 3, ${dec} > 1, ${q} = 1)", "if(not(${n} > 3), true(), ${q} = 2)", "if(selected(${m}, 'a'), 1, 2) = ${n} - 2",
    "if(${q} = '', 5, ${n}) > 3", "if(not(selected(${m}, 'b')) and ${n} != 3, 1, 0) = 1", "not(if(${n} != 3, true(), false()))",
    "if(if(${n} > 3, ${q} = 1, ${q} = 2), 1, 0) + ${n} > 3", "if(${d} > date('2015-01-01'), ${n}, -${n}) < 0",
    "((${n} > 3 or ${n} = '') and (${q} = 1 or ${q} = '')) or ${d} = date('2014-02-28')",
]
QUESTIONS = ["q", "q2", "n", "dec", "d", "e", "t", "m", "r", "s"]
ANSWERS = [
    ["1", "2", "3", "0.5", "2015-01-01", "2014-12-31", "x", "a", "1", "a b"],
    ["2", "2", "4", "4", "2015-01-02", "2015-01-02", "it's", "a b", "97", "97"],
    ["3", "1", "0", "-1.25", "2014-02-28", "2016-02-29", "", "b", "", ""],
    ["10", "10", "30", "30.5", "2016-02-29", "2014-02-28", "y", "b a", "4", "b"],
    ["5", "", "-2", "0", "", "2015-01-01", "X", "", "97", "97"],
    ["", "3", "", "0.49", "2015-06-30", "", "x y", "a", "1", ""],
    ["1", "1", "3", "", "2014-12-31", "2014-12-31", "x", "b", "", "a"],
    ["", "", "", "", "", "", "", "", "", ""],
]
DATES = {"d", "e"}
TOKEN = re.compile(r"\s*(?:(\$\{\w+\})|('[^']*'|\"[^\"]*\")|(\d+\.?\d*|\.\d+)|((?:and|or|div|mod)\b)|([a-z][a-z-]*)|(!=|<=|>=|[-+*=<>(),]))")


def tokens(text):
    at, out = 0, []
    while at < len(text):
        match = TOKEN.match(text, at)
        assert match, text[at:]
        out.append((match.lastindex, match.group(match.lastindex)))
        at = match.end()
    return out + [(0, "")]


def day(text):
    return (datetime.date.fromisoformat(text) - datetime.date(1970, 1, 1)).days


def number(value):
    if isinstance(value, (int, float)):
        return float(value)
    if re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        return float(day(value))
    return float(value) if re.fullmatch(r"\s*-?(\d+\.?\d*|\.\d+)\s*", value) else math.nan


class Reader:
    def __init__(self, text, record):
        self.token, self.at, self.record = tokens(text), 0, record

    def take(self, *wanted):
        if self.token[self.at][1] in wanted:
            self.at += 1
            return self.token[self.at - 1][1]
        return None

    def either(self):
        value = self.both()
        while self.take("or"):
            other = self.both()
            value = bool(value) or bool(other)
        return value

    def both(self):
        value = self.comparison()
        while self.take("and"):
            other = self.comparison()
            value = bool(value) and bool(other)
        return value

    def comparison(self):
        left = self.sum()
        sign = self.take("=", "!=", "<", "<=", ">", ">=")
        if not sign:
            return left
        right = self.sum()
        if sign in ("=", "!="):
            if isinstance(left, str) and isinstance(right, str):
                same = left == right
            else:
                same = number(left) == number(right)
            return same == (sign == "=")
        a, b = number(left), number(right)
        return {"<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[sign]

    def sum(self):
        value = self.product()
        while sign := self.take("+", "-"):
            other = self.product()
            value = number(value) + number(other) if sign == "+" else number(value) - number(other)
        return value

    def product(self):
        value = self.signed()
        while sign := self.take("*", "div", "mod"):
            a, b = number(value), number(self.signed())
            value = a * b if sign == "*" else a / b if sign == "div" else math.fmod(a, b)
        return value

    def signed(self):
        if self.take("-"):
            return -number(self.signed())
        return self.operand()

    def operand(self):
        kind, text = self.token[self.at]
        self.at += 1
        if kind == 1:
            name = text[2:-1]
            answer = self.record[name]
            # a question of type integer or decimal is a number, its empty answer the empty text
            return float(answer) if answer and name in ("n", "dec") else answer
        if kind == 2:
            return text[1:-1]
        if kind == 3:
            return float(text)
        if text == "(":
            value = self.either()
            assert self.take(")")
            return value
        assert self.take("("), text
        arguments = []
        while not self.take(")"):
            arguments.append(self.either())
            self.take(",")
        if text == "not":
            return not arguments[0]
        if text == "selected":
            return arguments[1] in arguments[0].split()
        if text == "count-selected":
            return float(len(arguments[0].split()))
        if text == "if":
            return arguments[1] if arguments[0] else arguments[2]
        if text == "int":
            value = number(arguments[0])
            return value if math.isnan(value) else float(math.trunc(value))
        if text == "number":
            return number(arguments[0])
        if text == "date":
            return day(arguments[0])
        return {"true": True, "false": False}[text]


print("expression;" + ";".join(QUESTIONS) + ";holds")
for expression, answers in itertools.product(EXPRESSIONS, ANSWERS):
    reader = Reader(expression, dict(zip(QUESTIONS, answers)))
    holds = reader.either()
    assert reader.token[reader.at][0] == 0, expression
    print(";".join([expression] + answers + [str(int(bool(holds)))]))
