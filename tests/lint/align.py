# SPDX-FileCopyrightText: The Bedside authors
# SPDX-License-Identifier: GPL-3.0-or-later
"""Lines up the parameters of function definitions and prototypes, which uncrustify cannot.

    static gboolean                           char *a_new   (const char  *name);
    get_all (BedsideStore  *self,             void  a_clear (A           *self,
             GError       **error)                           GError     **error);

definitions(): each parameter on a line of its own, types from one column on and
names too, with the stars at the names. prototypes(): the same, and within a
block (prototypes without anything between them) names and parentheses begin in
one column. What is no plain list of parameters is left as it is.
"""
import re
from dataclasses import dataclass

PARAMETER = re.compile(r"^(?P<type>(?:[A-Za-z_]\w*\s+|\*\s*const\s+)*?[A-Za-z_]\w*(?:\s*\*\s*const\b)?)\s*"
                       r"(?P<stars>\**)\s*(?P<name>(?<![A-Za-z0-9_])[A-Za-z_]\w*(?:\[\w*\])*)$")
HEAD = re.compile(r"^(?P<result>(?:[A-Za-z_]\w*\s+)*[A-Za-z_]\w*)\s+(?P<stars>\**)(?P<name>[A-Za-z_]\w*)\s*\($")
END = re.compile(r"^\)\s*(?P<attributes>(?:G_GNUC_\w+(?:\s*\([^)]*\))?\s*)*);$")


@dataclass
class Parameter:
    type: str
    stars: str
    name: str


def parse_parameters(text):
    """None if one of them is more than type, stars and name: a function pointer, a comment."""
    parameters = []
    for part in text.split(","):
        part = " ".join(part.split())
        if part in ("void", "..."):
            parameters.append(Parameter(part, "", ""))
        elif match := PARAMETER.match(re.sub(r"\s*(\*+)\s*(?!const)", r" \1", part)):
            parameters.append(Parameter(" ".join(match["type"].split()), match["stars"], match["name"]))
        else:
            return None
    return parameters


def widths(parameters):
    named = [p for p in parameters if p.name]
    return max((len(p.type) for p in named), default=0), max((len(p.stars) for p in named), default=0)


def write_parameters(parameters, indent, type_width, stars_width):
    """The lines from behind the opening parenthesis on, without the closing one."""
    out = []
    for p in parameters:
        out.append(f"{p.type:{type_width}} {p.stars:>{stars_width}}{p.name}" if p.name else p.type)
    return (",\n" + " " * indent).join(out)


def definitions(text):
    def mend(match):
        parameters = parse_parameters(match["parameters"])
        if parameters is None:
            return match[0]
        head = f"{match['name']} ("
        return f"{head}{write_parameters(parameters, len(head), *widths(parameters))})\n{{"
    # uncrustify joins the two where the parameters have names.
    text = re.sub(r"(\(\*\w+\))\(", r"\1 (", text)
    # The name at the first column and a body behind it; the types stand on the line before.
    return re.sub(r"^(?P<name>[A-Za-z_]\w*) ?\((?P<parameters>[^(){};]+)\)\n\{", mend, text, flags=re.MULTILINE)


@dataclass
class Prototype:
    result: str
    stars: str
    name: str
    parameters: list
    attributes: str


def parse_prototype(text):
    match = re.match(r"^([^()]*\()([^()]*)(\)[^;]*;)$", text, re.DOTALL)
    if match is None:
        return None
    head, end = HEAD.match(" ".join(match[1].split())), END.match(" ".join(match[3].split()))
    parameters = parse_parameters(match[2])
    if head is None or end is None or parameters is None or head["result"].startswith(("typedef", "return")):
        return None
    return Prototype(head["result"], head["stars"], head["name"], parameters, end["attributes"].strip())


def parse_block(lines):
    """The prototypes of lines that hold nothing else, or None."""
    prototypes, part = [], ""
    for line in lines:
        part += line + "\n"
        if line.rstrip().endswith(";"):
            prototype = parse_prototype(part.strip())
            if prototype is None:
                return None
            prototypes.append(prototype)
            part = ""
    return prototypes if prototypes and not part.strip() else None


def write_block(prototypes, columns):
    result, stars, name, type_width, stars_width = columns
    out = []
    for p in prototypes:
        head = f"{p.result:{result}} {p.stars:>{stars}}{p.name:{name}} ("
        tail = f") {p.attributes};" if p.attributes else ");"
        out.append(head + write_parameters(p.parameters, len(head), type_width, stars_width) + tail)
    return "\n".join(out).split("\n")


def columns_of(prototypes):
    each = [widths(p.parameters) for p in prototypes]
    return (max(len(p.result) for p in prototypes), max(len(p.stars) for p in prototypes),
            max(len(p.name) for p in prototypes), max(w[0] for w in each), max(w[1] for w in each))


def columns_in(lines):
    """Where names and parentheses stand in the lines of a block, and whether each parameter list is lined up."""
    names, parentheses, lined_up, parameters, start = set(), set(), True, set(), 0
    for line in lines:
        if match := re.match(r"^[^\s(][^(]*?(\w+)\s*\(", line):
            names.add(match.start(1))
            parentheses.add(match.end() - 1)
            start, parameters = match.end(), set()
        else:
            lined_up = lined_up and len(line) - len(line.lstrip()) == start
        if match := re.search(r"(\w+(?:\[\w*\])*)(?:,|\).*;)$", line):
            if match[1] not in ("void",) and re.search(r"[\s*]$", line[start:match.start(1)]):
                parameters.add(match.start(1))
        lined_up = lined_up and len(parameters) < 2
    return names, parentheses, lined_up


def is_lined_up(lines):
    names, parentheses, lined_up = columns_in(lines)
    return lined_up and len(names) == 1 and len(parentheses) == 1


def prototypes(text):
    """Blocks that are not lined up are written anew; the width of the columns is the author's."""
    parts = re.split(r"((?:^[A-Za-z_][^\n;(]*\([^;{}()]*\)[^;{}()]*;\n)+)", text, flags=re.MULTILINE)
    for i, part in enumerate(parts):
        block = parse_block(part.splitlines()) if part.strip() else None
        if block is not None and not is_lined_up(part.splitlines()):
            parts[i] = "\n".join(write_block(block, columns_of(block))) + "\n"
    return "".join(parts)
