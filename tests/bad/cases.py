"""Programs that are wrong, as learners write them: name -> text. Each has one mistake.

python3 says where it is and what it is; conch shall say the same (the last line of stderr)."""

HAND = {
    # a colon, a bracket, a quote
    "if_without_colon": "x = 1\nif x == 1\n    print(x)\n",
    "while_without_colon": "while True\n    break\n",
    "for_without_colon": "for i in range(3)\n    print(i)\n",
    "def_without_colon": "def f()\n    return 1\n",
    "def_without_parens": "def f:\n    return 1\n",
    "class_without_colon": "class A\n    pass\n",
    "else_without_colon": "if 1:\n    pass\nelse\n    pass\n",
    "try_without_colon": "try\n    pass\nexcept:\n    pass\n",
    "with_without_colon": "with open('f') as f\n    pass\n",
    "lambda_without_colon": "f = lambda x x + 1\n",
    "paren_never_closed": "print('a'\nprint('b')\n",
    "list_never_closed": "a = [1, 2\nb = 3\n",
    "dict_never_closed": "d = {'a': 1,\n     'b': 2\nprint(d)\n",
    "call_never_closed_at_end": "x = 1\nprint(x\n",
    "paren_too_many": "print('a'))\n",
    "bracket_too_many": "a = [1, 2]]\n",
    "brackets_crossed": "a = (1, 2]\n",
    "brackets_crossed_lines": "a = [1,\n     (2,\n     3]\n",
    "string_not_closed": "print('hello)\n",
    "string_wrong_quote": "s = \"it's fine'\nprint(s)\n",
    "triple_not_closed": "x = 1\ns = '''a\nb\nc\n",
    "full_width_colon": "if True\uff1a\n    print(1)\n",
    "full_width_paren": "print\uff081\uff09\n",
    "full_width_quote": "print(\u201chello\u201d)\n",
    "full_width_comma": "print(1\uff0c2)\n",
    "chinese_period": "x = 1\u3002\n",
    "curly_apostrophe": "s = \u2018a\u2019\n",
    "minus_sign": "x = 3 \u2212 1\n",
    "zero_width_space": "x\u200b = 1\n",
    "no_break_space": "x =\u00a01\n",
    "bom_inside": "x = 1\n\ufeffy = 2\n",
    # indentation
    "body_not_indented": "def f():\nreturn 1\n",
    "body_missing": "if True:\n",
    "loop_body_missing": "for i in range(3):\nprint(i)\n",
    "class_body_missing": "class A:\n\nx = 1\n",
    "else_body_missing": "if 1:\n    pass\nelse:\nx = 1\n",
    "try_body_missing": "try:\nexcept ValueError:\n    pass\n",
    "except_body_missing": "try:\n    pass\nexcept ValueError:\nprint(1)\n",
    "with_body_missing": "with open('f') as f:\nprint(1)\n",
    "while_body_missing": "while True:\n# only a comment\nx = 1\n",
    "function_with_comment_only": "def f():\n    # nothing\n\nf()\n",
    "unexpected_indent": "x = 1\n  y = 2\n",
    "unexpected_indent_first_line": "    x = 1\n",
    "unindent_matches_nothing": "if True:\n        x = 1\n    y = 2\n",
    "tabs_and_spaces": "if True:\n        x = 1\n\ty = 2\n",
    "tabs_then_spaces": "if True:\n\tx = 1\n        y = 2\n",
    "indented_else": "if True:\n    pass\n    else:\n    pass\n",
    "decorator_alone": "@property\nx = 1\n",
    "decorator_at_end": "@property\n",
    # assignments
    "assign_to_literal": "1 = x\n",
    "assign_to_call": "f() = 1\n",
    "assign_to_expression": "a + b = c\n",
    "assign_to_none": "None = 1\n",
    "assign_to_true": "True = 0\n",
    "assign_to_string": "'a' = 1\n",
    "assign_to_fstring": "f'{x}' = 1\n",
    "assign_in_condition": "x = 1\nif x = 1:\n    pass\n",
    "assign_in_while": "while x = 3:\n    pass\n",
    "assign_in_call": "print(a.b = 1)\n",
    "assign_to_comparison": "x = 1\nx < 2 = 3\n",
    "assign_to_comprehension": "[x for x in y] = 1\n",
    "assign_to_dict": "{'a': 1} = 2\n",
    "assign_to_lambda": "lambda: 1 = 2\n",
    "assign_to_ternary": "a if b else c = 1\n",
    "augmented_tuple": "a, b += 1\n",
    "augmented_call": "f() += 1\n",
    "augmented_literal": "5 += 1\n",
    "walrus_at_statement": "x := 5\n",
    "walrus_attribute": "(a.b := 5)\n",
    "increment": "x = 1\nx++\n",
    "two_stars_unpack": "*a, *b = [1, 2]\n",
    "star_alone": "*a = [1]\n",
    "for_over_literal": "for 1 in [1]:\n    pass\n",
    "with_as_literal": "with x as 1:\n    pass\n",
    "import_as_dot": "import os as o.s\n",
    "del_literal": "del 5\n",
    "del_call": "del f()\n",
    "del_operation": "del a + b\n",
    "annotation_tuple": "a, b: int = 1, 2\n",
    "annotation_literal": "5: int = 5\n",
    # words out of place
    "return_outside": "x = 1\nreturn x\n",
    "return_in_class": "class A:\n    return 1\n",
    "yield_outside": "yield 1\n",
    "await_outside": "await x\n",
    "await_in_def": "async def g():\n    pass\ndef f():\n    await g()\n",
    "async_for_in_def": "def f():\n    async for x in y:\n        pass\n",
    "async_with_in_def": "def f():\n    async with y:\n        pass\n",
    "yield_from_in_async": "async def f():\n    yield from g()\n",
    "break_outside": "if True:\n    break\n",
    "continue_outside": "def f():\n    continue\n",
    "break_in_function_in_loop": "while True:\n    def f():\n        break\n",
    "else_without_if": "x = 1\nelse:\n    pass\n",
    "elif_after_else": "if 1:\n    pass\nelse:\n    pass\nelif 2:\n    pass\n",
    "except_without_try": "except ValueError:\n    pass\n",
    "try_alone": "try:\n    pass\nx = 1\n",
    "bare_except_first": "try:\n    pass\nexcept:\n    pass\nexcept ValueError:\n    pass\n",
    "except_two_names": "try:\n    pass\nexcept A, B:\n    pass\n",
    "finally_twice": "try:\n    pass\nfinally:\n    pass\nfinally:\n    pass\n",
    "keyword_as_name": "class = 1\n",
    "keyword_as_param": "def f(if):\n    pass\n",
    "keyword_as_function": "def while():\n    pass\n",
    "keyword_as_attribute": "x.for = 1\n",
    "print_statement": "print 'hello'\n",
    "print_statement_name": "x = 1\nprint x\n",
    "exec_statement": "exec 'x = 1'\n",
    "raise_old": "raise ValueError, 'x'\n",
    "except_old": "try:\n    pass\nexcept ValueError, e:\n    pass\n",
    "backticks": "x = `1`\n",
    "not_equal_old": "if 1 <> 2:\n    pass\n",
    "long_suffix": "x = 10L\n",
    "old_octal": "x = 0777\n",
    "question_mark": "x = a ? b : c\n",
    "dollar": "x = $a\n",
    "and_signs": "if a && b:\n    pass\n",
    "or_signs": "if a || b:\n    pass\n",
    "exclamation": "if !a:\n    pass\n",
    "braces_block": "if (x) {\n    y = 1;\n}\n",
    "else_if": "if 1:\n    pass\nelse if 2:\n    pass\n",
    "then_word": "if x then y\n",
    "function_word": "function f() {\n}\n",
    "var_word": "var x = 1\n",
    "semicolon_first": "; x = 1\n",
    "arrow_misplaced": "x -> 1\n",
    "c_comment": "x = 1 // a comment here\n",
    "slash_star_comment": "/* comment */\n",
    "colon_equals_twice": "x = = 1\n",
    # calls and definitions
    "missing_comma_list": "a = [1 2]\n",
    "missing_comma_call": "print('a' b)\n",
    "missing_comma_dict": "d = {'a': 1 'b': 2}\n",
    "missing_colon_dict": "d = {'a' 1}\n",
    "missing_value_dict": "d = {'a': }\n",
    "double_comma": "f(1,, 2)\n",
    "leading_comma": "f(, 1)\n",
    "positional_after_keyword": "f(a=1, 2)\n",
    "positional_after_dstar": "f(**d, 1)\n",
    "star_after_dstar": "f(**d, *a)\n",
    "keyword_twice": "f(a=1, a=2)\n",
    "keyword_is_expression": "f(a.b=1)\n",
    "keyword_is_literal": "f(1=2)\n",
    "genexp_with_others": "f(x for x in y, 1)\n",
    "default_before_plain": "def f(a=1, b):\n    pass\n",
    "param_twice": "def f(a, a):\n    pass\n",
    "param_literal": "def f(1):\n    pass\n",
    "bare_star_last": "def f(a, *):\n    pass\n",
    "two_star_params": "def f(*a, *b):\n    pass\n",
    "after_dstar_param": "def f(**k, a):\n    pass\n",
    "dstar_default": "def f(**k=1):\n    pass\n",
    "slash_first": "def f(/, a):\n    pass\n",
    "lambda_param_twice": "f = lambda a, a: 1\n",
    "class_paren_open": "class A(:\n    pass\n",
    "operator_at_end": "x = 1 +\n",
    "operator_alone": "x = * 2 /\n",
    "two_names": "hello world\n",
    "two_numbers": "1 2\n",
    "dot_at_end": "x.\n",
    "dots_two": "a..b\n",
    "ternary_without_else": "x = 1 if y\n",
    "not_in_wrong": "x in not y\n",
    "lambda_with_statement": "f = lambda: return 1\n",
    "comprehension_without_in": "[x for x y]\n",
    "comprehension_tuple": "[x, y for x in z]\n",
    "star_in_comprehension": "[*x for x in y]\n",
    "dstar_in_comprehension": "{**x for x in y}\n",
    "slice_in_call": "f(1:2)\n",
    "import_nothing": "import\n",
    "from_nothing": "from os import\n",
    "from_trailing_comma": "from os import path,\n",
    "import_star_in_function": "def f():\n    from os import *\n",
    "import_string": "import 'os'\n",
    "from_dot_alone": "from import x\n",
    "global_after_use": "def f():\n    print(x)\n    global x\n",
    "global_after_assign": "def f():\n    x = 1\n    global x\n",
    "global_param": "def f(x):\n    global x\n",
    "nonlocal_at_top": "nonlocal x\n",
    "nonlocal_unbound": "def f():\n    nonlocal x\n    x = 1\n",
    "global_and_nonlocal": "def f():\n    x = 1\n    def g():\n        global x\n        nonlocal x\n",
    "assert_empty": "assert\n",
    "del_empty": "del\n",
    # numbers and strings
    "number_then_letters": "x = 12abc\n",
    "hex_wrong": "x = 0xZZ\n",
    "binary_wrong": "x = 0b12\n",
    "octal_wrong": "x = 0o89\n",
    "underscore_end": "x = 1_000_\n",
    "underscore_double": "x = 1__0\n",
    "exponent_empty": "x = 1e\n",
    "unicode_escape_short": "s = '\\u12'\n",
    "hex_escape_short": "s = '\\x1'\n",
    "bytes_not_ascii": "b = b'中'\n",
    "bytes_hex_escape": "b = b'\\xg1'\n",
    "bytes_and_str": "x = b'a' 'b'\n",
    "fstring_empty": "print(f'{}')\n",
    "fstring_not_closed": "print(f'{x')\n",
    "fstring_single_close": "print(f'}')\n",
    "fstring_conversion": "print(f'{x!z}')\n",
    "fstring_backslash": "print(f'{x + \"\\n\"}')\n",
    "fstring_comment": "print(f'{x # y}')\n",
    "fstring_bracket": "print(f'{(x]}')\n",
    "backslash_then_space": "x = 1 + \\ \n    2\n",
    "backslash_at_end": "x = 1 + \\",
    "backslash_in_middle": "x = 1 \\ + 2\n",
    "multi_line_string_call": "print('a\n')\n",
}

# Marks that come with pasting: conch may take them off, if it says so, and run the rest; or refuse as python3 does.
PASTED_MARKS = {"full_width_colon", "full_width_paren", "full_width_quote", "full_width_comma", "chinese_period",
                "curly_apostrophe", "no_break_space", "zero_width_space", "minus_sign", "bom_inside"}

# Here another line or another kind of words than python3's tells a learner more; only the kind must agree.
MAY_SAY_BETTER = {"braces_block", "comprehension_without_in"}

# What python3 takes and conch leaves out: it must be refused by name. name -> (text, line, word of the message)
LEFT_OUT = {
    "match_statement": ("x = 1\nmatch x:\n    case 1:\n        print(x)\n", 2, "match"),
    "complex_literal": ("x = 1\ny = 3j\n", 2, "complex"),
    "except_star": ("try:\n    pass\nexcept* ValueError:\n    pass\n", 3, "except*"),
    "named_escape": ("s = '\\N{SNOWMAN}'\n", 1, "\\N"),
}

# A lesson in which everything is right. The wrong ones are made of it.
LESSON = """\
<!-- conch-lesson v=1 id=sample level=1 minutes=5 -->

# Two counters

Two threads count. Each does what its own lines say.

```python id=count
from threading import Thread

total = 0

def add():
    global total
    total += 1

a = Thread(target=add)
b = Thread(target=add)
a.start()
b.start()
a.join()
b.join()
print("total", total)
```

<!-- predict id=values answer=b -->
What can it print?

- [ ] a. only 2
- [ ] b. 1 or 2

<details><summary>Hint</summary>

Look at the line that counts.

</details>

```conch for=count
run --seed 1
```

```text expect=count order=lane
total <n>
```

<!-- try for=count -->
1. Take turns: `gil on`
2. No turns: `gil off`

```conch check=count
expect some total < 2
```
"""

# (name, what is replaced, by what, the line that must be named, or None)
LESSON_EDITS = [
    ("no_header", "<!-- conch-lesson v=1 id=sample level=1 minutes=5 -->\n\n", "", None),
    ("header_not_first", "<!-- conch-lesson", "\nText before.\n\n<!-- conch-lesson", None),
    ("header_version", "v=1", "v=9", 1),
    ("header_no_version", "v=1 ", "", 1),
    ("header_no_id", " id=sample", "", 1),
    ("header_level_word", "level=1", "level=high", 1),
    ("header_level_9", "level=1", "level=9", 1),
    ("header_minutes_negative", "minutes=5", "minutes=-5", 1),
    ("header_never_closed", "minutes=5 -->", "minutes=5", None),
    ("header_attribute_twice", "minutes=5", "minutes=5 id=again", 1),
    ("no_title", "# Two counters\n", "", None),
    ("two_titles", "Two threads count.", "# Another title\n\nTwo threads count.", None),
    ("program_without_id", "python id=count", "python", None),
    ("program_id_bad", "id=count", "id=!!", None),
    ("fence_never_closed", 'print("total", total)\n```\n', 'print("total", total)\n', None),
    ("predict_without_id", "predict id=values answer=b", "predict answer=b", 25),
    ("predict_without_answer", " answer=b", "", 25),
    ("predict_answer_unknown", "answer=b", "answer=z", 25),
    ("predict_without_choices", "- [ ] a. only 2\n- [ ] b. 1 or 2\n", "", 25),
    ("predict_choice_twice", "- [ ] b. 1 or 2", "- [ ] a. 1 or 2", None),
    ("directive_unknown", "<!-- predict", "<!-- guess", None),
    ("directive_never_closed", "answer=b -->", "answer=b", None),
    ("directive_at_end", "expect some total < 2\n```\n", "expect some total < 2\n```\n\n<!-- try for=count -->\n", None),
    ("for_unknown", "conch for=count", "conch for=nobody", 37),
    ("expect_unknown", "expect=count", "expect=nobody", 41),
    ("expect_order_unknown", "order=lane", "order=sideways", 41),
    ("check_unknown", "check=count", "check=nobody", 49),
    ("try_for_unknown", "try for=count", "try for=nobody", 45),
    ("try_without_list", "1. Take turns: `gil on`\n2. No turns: `gil off`\n", "", 45),
    ("claim_unknown", "expect some total < 2", "expect miracles", 50),
    ("claim_states_word", "expect some total < 2", "expect states <= many", 50),
    ("claim_outcomes_open", "expect some total < 2", "expect outcomes {1, 2", 50),
    ("claim_syntax", "expect some total < 2", "expect some total <", 50),
    ("program_syntax_colon", "def add():", "def add()", 12),
    ("program_syntax_indent", "    global total", "  global total\n   x = 1", None),
    ("program_syntax_paren", 'print("total", total)', 'print("total", total', 22),
    ("program_syntax_word", "total += 1", "total ++", 14),
    ("program_match", "total = 0", "match total:\n    case 0:\n        pass", 10),
    ("continue_unknown", "```conch for=count", "```python id=more continue=nobody\nprint(1)\n```\n\n```conch for=count", 37),
    ("id_twice", "```conch for=count", "```python id=count\nprint(1)\n```\n\n```conch for=count", 37),
    ("details_never_closed", "</details>\n", "", None),
    ("hint_about_nothing", "<summary>Hint</summary>", "<summary>Hint z</summary>", None),
    ("command_unknown", "run --seed 1", "jump --high", 38),
    ("command_option_unknown", "run --seed 1", "run --sideways", 38),
    ("speed_word", "<!-- try for=count -->", "<!-- speed x=fast -->\n\n<!-- try for=count -->", None),
]
