"""Drawing expressions and answers: what an author might write, over what a tablet might hold."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

FORM: list[dict[str, Any]] = [
    {"type": "integer", "name": "n"},
    {"type": "decimal", "name": "d"},
    {"type": "text", "name": "t"},
    {"type": "text", "name": "void"},
    {"type": "date", "name": "day"},
    {"type": "time", "name": "hour"},
    {"type": "dateTime", "name": "moment"},
    {"type": "select_multiple", "name": "picks", "list": "ab"},
    {"type": "text", "name": "here"},
    {
        "type": "repeat",
        "name": "member",
        "nodes": [
            {"type": "text", "name": "name"},
            {"type": "integer", "name": "age"},
            {"type": "select_one", "name": "kin", "list": "ab"},
            {
                "type": "repeat",
                "name": "income",
                "nodes": [{"type": "text", "name": "kind"}, {"type": "decimal", "name": "amount"}],
            },
        ],
    },
]
LISTS = {"ab": [{"value": name, "label": {"zh": f"{name}甲", "en": name}} for name in ("a", "b", "c")]}
DEFINITION = {"nodes": FORM, "lists": LISTS}
NOW = "2026-03-12T02:26:30.250Z"

_WORDS = ["a", "b", "a b", "", " ", "𠮷", "阿卜杜·买买提", "Infinity", "NaN", "1e3", "-0", "0x10", "true"]
_NUMBERS = ["0", "1", "-5", "0.1", "0.2", "33.335", "1860.00", "999999999.99", "007", "12a", ".5", "5.", "٣"]
_TINY = ["0.0000001", "0.00000000000000000001", "123456789012345678901234567890", "2.675", "1.005"]
_DAYS = ["2026-03-12", "2024-02-29", "1977-02-29", "0001-01-01", "9999-12-31", "1969-12-31", "2026-3-1"]
_HOURS = ["00:00", "23:59:59.999", "06:00", "24:00", "10:26:30"]
_MOMENTS = ["2026-03-12T10:26:00.000+08:00", "1970-01-01T00:00Z", "2026-03-12T00:00:00-05:30", "x"]


def texts() -> st.SearchStrategy[str]:
    """Words, figures and dates, mostly awkward ones."""
    pools = st.sampled_from(_WORDS + _NUMBERS + _TINY + _DAYS + _HOURS + _MOMENTS)
    return pools | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6)


def _maybe(pool: list[str]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from(pool) | texts()


def _tree(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


def _rows(row: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[list[dict[str, Any]]]:
    return st.lists(row, max_size=3).map(
        lambda rows: [{"_id": f"r{at}", **each} for at, each in enumerate(rows)]
    )


def answers() -> st.SearchStrategy[dict[str, Any]]:
    """A draft of FORM, with about anything left out."""
    income = _tree(kind=_maybe(["a", "b"]), amount=_maybe(_NUMBERS))
    member = _tree(name=_maybe(_WORDS), age=_maybe(_NUMBERS), kin=_maybe(["a", "b"]), income=_rows(income))
    return _tree(
        n=_maybe(_NUMBERS),
        d=_maybe(_NUMBERS + _TINY),
        t=texts(),
        day=_maybe(_DAYS),
        hour=_maybe(_HOURS),
        moment=_maybe(_MOMENTS),
        picks=st.lists(st.sampled_from(["a", "b", "c", "gone"]), unique=True),
        here=texts(),
        member=_rows(member),
    ).map(lambda tree: {"member": [], **tree})


def _quoted(text: str) -> str:
    return f'"{text}"' if "'" in text else f"'{text}'"


_QUOTABLE = texts().filter(lambda text: not ("'" in text and '"' in text) and "${" not in text)
_LITERALS = st.sampled_from(
    ["0", "1", "2", "3", "0.1", "0.5", "1.5", "10", "60", "100", "1000000", ".25", "0.3333333333333333"]
) | st.integers(0, 2**53).map(str)
_REFERENCES = st.sampled_from(
    ["${n}", "${d}", "${t}", "${void}", "${day}", "${hour}", "${moment}", "${picks}", "/data/n", "../d", "."]
) | st.sampled_from(["today()", "now()", "true()", "false()", "pi()", "current()/../n"])
_CONDITIONS = (
    st.sampled_from(
        ["1", "2", "last()", "age > 60", "position() = 2", "position() < last()", "name = 'a'", "name != ''"]
    )
    | st.sampled_from(
        ["${age} >= ${n}", "kin = current()/../t", "count(income) > 1", "income[1]/amount > 100", "age"]
    )
    | st.sampled_from(
        ["sum(${amount}) > 0", "not(age = '')", "selected(kin, 'a')", "string-length(name) > 1"]
    )
)
_OPERATORS = st.sampled_from(["+", "-", "*", "div", "mod", "=", "!=", "<", "<=", ">", ">=", "and", "or"])
_OF_ONE = (
    st.sampled_from(
        ["not", "boolean", "number", "int", "floor", "ceiling", "abs", "round", "string", "string-length"]
    )
    | st.sampled_from(
        ["normalize-space", "count-selected", "date", "decimal-date-time", "decimal-time", "sqrt", "exp"]
    )
    | st.sampled_from(["exp10", "log", "log10", "boolean-from-string", "once"])
)
_OF_TWO = st.sampled_from(
    ["pow", "round", "coalesce", "selected", "selected-at", "contains", "starts-with", "ends-with"]
) | st.sampled_from(["substring-before", "substring-after", "substr"])
_OF_MANY = st.sampled_from(["sum", "min", "max", "count-non-empty", "concat"])
_PATTERNS = st.sampled_from(
    ["[0-9]+", r"\d{4}-\d{2}", r"[a-z\u4e00-\u9fff]*", r"(a|b) ?.*", r"\S+", r"-?\w+"]
)
_DATES = st.sampled_from(["%Y-%m-%d", "%y%n%e %H:%M:%S.%3", "%d/%m", "%h"])


def _many() -> st.SearchStrategy[str]:
    """Paths to several answers."""
    plain = st.sampled_from(["${age}", "${name}", "${amount}", "/data/member/income/amount"])
    kept = st.tuples(_CONDITIONS, st.sampled_from(["age", "name", "income/amount", "income[1]/kind", "kin"]))
    twice = st.tuples(_CONDITIONS, _CONDITIONS)
    return (
        plain
        | kept.map(lambda drawn: f"/data/member[{drawn[0]}]/{drawn[1]}")
        | twice.map(lambda drawn: f"${{member}}[{drawn[0]}][{drawn[1]}]/age")
        | st.sampled_from(["${age}[. > 60]", "${amount}[. > 100 and ../kind = 'a']", "${name}[. != 'a']"])
    )


def _found() -> st.SearchStrategy[str]:
    """One answer, or one number, out of the rows."""
    places = st.sampled_from(["1", "2", "${n}", "0", "9"])
    return (
        st.tuples(_OF_MANY, _many()).map(lambda drawn: f"{drawn[0]}({drawn[1]})")
        | st.tuples(_QUOTABLE, _many()).map(lambda drawn: f"join({_quoted(drawn[0])}, {drawn[1]})")
        | _CONDITIONS.map(lambda condition: f"count(${{member}}[{condition}])")
        | _CONDITIONS.map(lambda condition: f"/data/member[{condition}]/name")
        | places.map(lambda place: f"indexed-repeat(${{age}}, ${{member}}, {place})")
        | st.sampled_from(["count(${member})", "count(${income})", "count(${member}[last()]/income)"])
    )


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    three = st.tuples(inner, inner, inner)
    return (
        st.tuples(inner, _OPERATORS, inner).map(lambda drawn: f"({drawn[0]} {drawn[1]} {drawn[2]})")
        | inner.map(lambda drawn: f"-({drawn})")
        | st.tuples(_OF_ONE, inner).map(lambda drawn: f"{drawn[0]}({drawn[1]})")
        | st.tuples(_OF_TWO, inner, inner).map(lambda drawn: f"{drawn[0]}({drawn[1]}, {drawn[2]})")
        | three.map(lambda drawn: f"if({drawn[0]}, {drawn[1]}, {drawn[2]})")
        | three.map(lambda drawn: f"translate({drawn[0]}, {drawn[1]}, {drawn[2]})")
        | three.map(lambda drawn: f"substr({drawn[0]}, {drawn[1]}, {drawn[2]})")
        | st.tuples(inner, _PATTERNS).map(lambda drawn: f"regex({drawn[0]}, '{drawn[1]}')")
        | st.tuples(inner, _DATES).map(lambda drawn: f"format-date({drawn[0]}, '{drawn[1]}')")
        | st.tuples(_OF_MANY, inner).map(lambda drawn: f"{drawn[0]}({drawn[1]})")
        | inner.map(lambda drawn: f"jr:choice-name({drawn}, '${{picks}}')")
    )


def expressions() -> st.SearchStrategy[str]:
    """Expressions over FORM, written at `here`."""
    atoms = _LITERALS | _QUOTABLE.map(_quoted) | _REFERENCES | _found()
    return st.recursive(atoms, _grown, max_leaves=8)
