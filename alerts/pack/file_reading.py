"""Reading a file of rules: every line that cannot be taken is named with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from alerts.pack.files import (
    CLOCK,
    CODE,
    HEADING,
    KEYS,
    LONGEST_LINE,
    MINUTES,
    MOST_BYTES,
    MOST_RULES,
    NEEDED,
    REGISTERS,
    SEVERITIES,
    STATES,
    VERSION,
    FileProblem,
    FileRule,
    RulesFile,
)

if TYPE_CHECKING:
    import re
    from collections.abc import Collection, Iterator

Block = dict[str, tuple[int, str]]


def read_rules(data: bytes) -> RulesFile:
    """What a file says. With any problem there are no rules: a file is taken whole or not."""
    if len(data) > MOST_BYTES:
        return RulesFile(problems=(FileProblem(1, "too_large", str(MOST_BYTES // 1024)),))
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return RulesFile(problems=(FileProblem(line, "not_utf8"),))
    problems: list[FileProblem] = []
    lines = text.splitlines()
    if problem := _heading_problem(lines):
        return RulesFile(problems=(problem,))
    blocks = list(_blocks(lines, problems))
    rules = [_Block(block, problems).rule() for block in blocks[:MOST_RULES]]
    if not rules and not problems:
        problems.append(FileProblem(1, "no_rules"))
    if len(blocks) > MOST_RULES:
        problems.append(FileProblem(_first_line(blocks[MOST_RULES]), "too_many", str(MOST_RULES)))
    _check_twice(rules, problems)
    if problems:
        return RulesFile(problems=tuple(sorted(problems, key=lambda each: each.line)))
    return RulesFile(tuple(rules))


def _heading_problem(lines: list[str]) -> FileProblem | None:
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        head, _space, version = line.strip().rpartition(" ")
        if head.casefold() != HEADING:
            return FileProblem(number, "no_heading", f"{HEADING} {VERSION}")
        if version != str(VERSION):
            return FileProblem(number, "other_version", version[:20])
        return None
    return FileProblem(1, "no_heading", f"{HEADING} {VERSION}")


def _blocks(lines: list[str], problems: list[FileProblem]) -> Iterator[Block]:
    """Key -> (line, value), block by block; the heading is left out."""
    block: Block = {}
    has_heading = False
    for number, line in enumerate(lines, start=1):
        if line.lstrip().startswith("#"):
            continue
        if not line.strip():
            if block:
                yield block
                block = {}
        elif not has_heading:
            has_heading = True
        else:
            _take(number, line, block, problems)
    if block:
        yield block


def _take(number: int, line: str, block: Block, problems: list[FileProblem]) -> None:
    key, colon, value = (part.strip() for part in line.partition(":"))
    key = " ".join(key.casefold().split())
    if len(line) > LONGEST_LINE:
        problems.append(FileProblem(number, "long_line", str(LONGEST_LINE)))
    elif not line.replace("\t", " ").isprintable():
        problems.append(FileProblem(number, "not_printable"))
    elif not colon:
        problems.append(FileProblem(number, "no_colon", line.strip()[:60]))
    elif key not in KEYS:
        problems.append(FileProblem(number, "unknown_key", key[:60]))
    elif key in block:
        problems.append(FileProblem(number, "key_twice", key))
    else:
        block[key] = (number, value)


class _Block:
    """The keys of one rule, and what is wrong with them."""

    def __init__(self, block: Block, problems: list[FileProblem]) -> None:
        self._block = block
        self._problems = problems

    def word(self, key: str, usual: str = "") -> str:
        return self._block[key][1] if key in self._block else usual

    def words(self, key: str) -> list[str]:
        return [part for each in self.word(key).split(",") if (part := each.strip())]

    def refuse(self, key: str) -> None:
        line, value = self._block[key]
        self._problems.append(FileProblem(line, "bad_value", f"{key}: {value}"[:80]))

    def one_of(self, key: str, known: Collection[str], usual: str) -> str:
        value = self.word(key, usual).casefold()
        if value in known:
            return value
        self.refuse(key)
        return usual

    def all_of(self, key: str, known: Collection[str]) -> tuple[str, ...]:
        values = [each.casefold() for each in self.words(key)]
        if key in self._block and (not values or not set(values) <= set(known)):
            self.refuse(key)
            return ()
        return tuple(values)

    def matching(self, key: str, pattern: re.Pattern[str]) -> str:
        value = self.word(key)
        if key in self._block and not pattern.fullmatch(value):
            self.refuse(key)
            return ""
        return value

    def rule(self) -> FileRule:
        first = min(line for line, _value in self._block.values())
        missing = [key for key in NEEDED if not self.word(key)]
        self._problems.extend(FileProblem(first, "missing_key", key) for key in missing)
        given = [key for key in ("days", "from", "until") if key in self._block]
        if 0 < len(given) < 3:
            self._problems.append(FileProblem(self._block[given[0]][0], "half_a_schedule"))
        return FileRule(
            rule=self.word("rule"),
            name=self.word("name"),
            code=self.matching("code", CODE),
            state=self.one_of("state", STATES, "silent"),
            severity=SEVERITIES[self.one_of("severity", SEVERITIES, "medium")],
            stores=tuple(self.words("stores")),
            registers=self.all_of("registers", REGISTERS),
            days=tuple(int(day) for day in self.all_of("days", "1234567")),
            start=self.matching("from", CLOCK),
            until=self.matching("until", CLOCK),
            quiet_minutes=int(self.matching("quiet minutes", MINUTES) or 0),
            why=self.word("why"),
            lines={key: line for key, (line, _value) in self._block.items()},
        )


def _check_twice(rules: list[FileRule], problems: list[FileProblem]) -> None:
    """Which of two is meant, nobody can say."""
    seen: set[tuple[str, str]] = set()
    for rule in rules:
        key = ("code", rule.code) if rule.code else ("name", rule.name.casefold())
        if key in seen and key[1]:
            problems.append(FileProblem(rule.line_of(key[0]), "rule_twice", key[1][:60]))
        seen.add(key)


def _first_line(block: Block) -> int:
    return min(line for line, _value in block.values())
