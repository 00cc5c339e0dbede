# set: first
ROMAN = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]


def to_roman(n):
    out = ""
    for value, sign in ROMAN:
        while n >= value:
            out += sign
            n -= value
    return out


def from_roman(s):
    values = [dict((r, v) for v, r in ROMAN if len(r) == 1)[c] for c in s]
    return sum(-v if v < max(values[i:]) else v for i, v in enumerate(values))


def to_base(n, b):
    digits = "0123456789abcdef"
    if n < 0:
        return "-" + to_base(-n, b)
    return digits[n] if n < b else to_base(n // b, b) + digits[n % b]


for n in (1, 4, 9, 14, 40, 90, 400, 1994, 2024, 3999):
    print(n, to_roman(n), from_roman(to_roman(n)))
for n in (0, 5, 255, -10, 12345):
    print(n, [to_base(n, b) for b in (2, 8, 16, 3)], bin(n), oct(n), hex(n), int(to_base(n, 7), 7))
print([n for n in range(1, 500) if sum(int(c) ** len(str(n)) for c in str(n)) == n])
print([n for n in range(2, 500) if sum(d for d in range(1, n) if n % d == 0) == n])
print(sum(int(c) for c in str(2 ** 100)), str(2 ** 64)[::-1], len(str(3 ** 200)))
x, seen = 7, []
while x not in seen:
    seen.append(x)
    x = sum(int(c) ** 2 for c in str(x))
print(seen, x)
