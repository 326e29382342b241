"""One row of the survey sheet → one node of the definition."""

from __future__ import annotations

import re
from typing import Any, Final

from forms.errors import ExpressionError, Problem
from forms.expressions import parse_expression
from forms.outline import LANGUAGES, SurveyRow, Workbook, by_language
from forms.ranges import parse_range
from forms.references import find_named, reference
from forms.writing import is_written_as

Node = dict[str, Any]

_YES: Final = frozenset(("yes", "true", "true()"))
_NO: Final = frozenset(("no", "false", "false()"))
_MENTION: Final = re.compile(r"\$\{\s*([^}\s]+)\s*\}")
_UNWORDED: Final = frozenset(("calculate", "hidden"))
# Expressions by the author's column, with the bind pyxform puts them under.
_EXPRESSIONS: Final = {"relevant": "relevant", "constraint": "constraint", "calculation": "calculate"}
_BINDS: Final = frozenset(
    (
        "relevant",
        "constraint",
        "calculate",
        "required",
        "readonly",
        "jr:constraintMsg",
        "jr:requiredMsg",
        "orx:max-pixels",
        "type",
    )
)
_CARD: Final = ("title", "summary", "amount")
_CONTROLS: Final = frozenset(("appearance", "start", "end", "step", *(f"ruhu:{part}" for part in _CARD)))


class RowCompiler:
    """Compiles rows and keeps every problem with its place."""

    def __init__(self, book: Workbook) -> None:
        self.problems: list[Problem] = []
        self._book = book

    def node(self, row: SurveyRow) -> Node:
        """The node of a row and of everything inside it."""
        node: Node = {"type": row.type, "name": row.name}
        self._refuse_leftovers(row)
        node.update(self._words(row))
        node.update(self._conditions(row))
        node.update(self._presets(row))
        node.update(self._steps(row))
        node.update(self._movements(row))
        node.update(self._looks(row))
        if row.list_name is not None:
            node["list"] = row.list_name
        if row.choice_filter:
            node["filter"] = self._expression(row, "choice_filter", row.choice_filter)
        if row.type in ("group", "repeat"):
            node["nodes"] = [self.node(child) for child in row.children]
        return node

    def _words(self, row: SurveyRow) -> Node:
        words = {}
        for column, written in row.words.items():
            key = "guidance" if column == "guidance_hint" else column
            words[key] = self._languages(row, column, by_language(written))
        if "label" not in words and row.type not in _UNWORDED:
            self._add(row, "label", "form.unlabelled", f"{row.name} 没有题面。", f"{row.name} has no label.")
        return words

    def _languages(self, row: SurveyRow, column: str, words: dict[str, str]) -> Node:
        for language in LANGUAGES:
            if language not in words:
                zh, en = (
                    f"{row.name} 缺这种语言的说法：{language}。",
                    f"{row.name} says nothing in {language}.",
                )
                self._add(row, f"{column} ({language})", "form.untranslated", zh, en)
        return {language: self._template(row, column, text) for language, text in words.items()}

    def _template(self, row: SurveyRow, column: str, text: str) -> Any:
        """A text, or the pieces of a text that mentions answers."""
        pieces = _MENTION.split(text)
        if len(pieces) == 1:
            return text
        return [
            piece if at % 2 == 0 else self._mention(row, column, piece)
            for at, piece in enumerate(pieces)
            if piece
        ]

    def _mention(self, row: SurveyRow, column: str, name: str) -> Any:
        try:
            tree = reference(row.repeats, find_named(row, name))
            tree = tree[1] if tree[0] == "number" else tree
            if tree[0] != "all":
                return tree
            raise ExpressionError(
                "form.many_values", f"{name} 有很多行，不能写进一句话里。", f"{name} has many rows here."
            )
        except ExpressionError as error:
            self._add(row, column, error.code, error.zh, error.en)
            return ""

    def _conditions(self, row: SurveyRow) -> Node:
        found = {}
        for column, bind in _EXPRESSIONS.items():
            if bind in row.bind:
                found[bind] = self._expression(row, column, str(row.bind[bind]))
        required = str(row.bind.get("required", "no"))
        if required.lower() in _YES:
            found["required"] = ["true"]
        elif required.lower() not in _NO:
            found["required"] = self._expression(row, "required", required)
        if "once" in _operations(found.get("calculate")):
            found["keep"] = True
        return found

    def _expression(self, row: SurveyRow, column: str, text: str) -> Any:
        columns = self._filter_columns(row) if column == "choice_filter" else frozenset()
        try:
            return parse_expression(text, row, columns=columns)
        except ExpressionError as error:
            self._add(row, column, error.code, error.zh, error.en)
            return ["false"]

    def _filter_columns(self, row: SurveyRow) -> frozenset[str]:
        choices = self._book.lists.get(row.list_name or "", [])
        return frozenset(["name", *(column for choice in choices for column in choice.columns)])

    def _presets(self, row: SurveyRow) -> Node:
        found: Node = {}
        if row.default is not None and row.default_is_dynamic:
            found["default"] = self._expression(row, "default", row.default)
        elif row.default is not None:
            found["default"] = self._fixed_default(row, str(row.default))
        read_only = str(row.bind.get("readonly", "no")).lower()
        if read_only in _YES:
            found["read_only"] = True
        elif read_only not in _NO:
            self._add(
                row, "read_only", "form.unsupported", "read_only 只能写 yes。", "read_only can only be yes."
            )
        return found

    def _fixed_default(self, row: SurveyRow, written: str) -> str | Node:
        """A default as the answer it stands for, which must be one that the question takes."""
        chosen = written.split()
        choices = [choice.value for choice in self._book.lists.get(row.list_name or "", [])]
        known = all(value in choices for value in chosen) if row.list_name else True
        if not known or not is_written_as({"type": row.type}, written):
            zh, en = (
                f"默认答案 {written} 不合这道题。",
                f"The default {written} is no answer here.",
            )
            self._add(row, "default", "form.default", zh, en)
        return {"chosen": chosen} if row.type == "select_multiple" else written

    def _steps(self, row: SurveyRow) -> Node:
        """The numbers of a range."""
        if row.type != "range":
            return {}
        within = parse_range(row.parameters)
        if within is None:
            zh = "范围要写成 start=0 end=10 step=1，从小到大。"
            en = "A range is written start=0 end=10 step=1, from small to large."
            self._add(row, "parameters", "form.range", zh, en)
        return {"range": within}

    def _movements(self, row: SurveyRow) -> Node:
        """What makes it change by itself: a count of rows, a trigger."""
        found: Node = {}
        if row.count is not None:
            found["count"] = self._expression(row, "repeat_count", row.count)
        if row.triggers:
            found["trigger"] = [self._trigger(row, name) for name in row.triggers]
            if "calculate" not in row.bind:
                found["calculate"] = ["text", ""]
        elif "calculate" in row.bind and row.type not in _UNWORDED and "readonly" not in row.bind:
            zh = "既要人填又要算的题，要写 read_only 或者 trigger。"
            en = "What people answer and a formula fills in needs read_only or a trigger."
            self._add(row, "calculation", "form.unsupported", zh, en)
        return found

    def _trigger(self, row: SurveyRow, name: str) -> Any:
        try:
            tree = reference(row.repeats, find_named(row, name))
            plain = tree[1] if tree[0] == "number" else tree
            if plain[0] == "at":
                return plain
            raise ExpressionError(
                "form.many_values",
                f"{name} 有很多行，不能用来触发。",
                f"{name} has many rows and cannot trigger this.",
            )
        except ExpressionError as error:
            self._add(row, "trigger", error.code, error.zh, error.en)
            return ["text", ""]

    def _looks(self, row: SurveyRow) -> Node:
        found: Node = {}
        appearance = str(row.control.get("appearance", "")).split()
        if appearance:
            found["appearance"] = appearance
        if "orx:max-pixels" in row.bind:
            found["max_pixels"] = int(row.bind["orx:max-pixels"])
        for part in _CARD:
            names = str(row.control.get(f"ruhu:{part}", "")).split()
            if names:
                self._check_card(row, part, names)
                found[part] = names if part == "summary" else names[0]
        return found

    def _check_card(self, row: SurveyRow, part: str, names: list[str]) -> None:
        inside = {child.name for child in row.walk() if child.repeats == (*row.repeats, row)}
        for name in names:
            if row.type != "repeat" or name not in inside:
                zh, en = f"{row.name} 的卡片上写不了 {name}。", f"The card of {row.name} cannot show {name}."
                self._add(row, f"body::ruhu:{part}", "form.card", zh, en)

    def _refuse_leftovers(self, row: SurveyRow) -> None:
        """Whatever pyxform read and nothing here uses is named, never dropped."""
        for key in [*(set(row.bind) - _BINDS), *(set(row.control) - _CONTROLS)]:
            self._add(row, key, "form.unsupported", f"这里还不会用 {key}。", f"Ruhu does not know {key}.")

    def _add(self, row: SurveyRow, column: str, code: str, zh: str, en: str) -> None:
        self.problems.append(Problem(code, zh, en, "survey", row.row, column))


def _operations(tree: Any) -> set[str]:
    if not isinstance(tree, list) or not tree or tree[0] == "text":
        return set()
    inner = set().union(*(_operations(part) for part in tree[1:]))
    return {tree[0], *inner} if isinstance(tree[0], str) else inner
