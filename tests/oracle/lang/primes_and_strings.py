# set: first
# What everybody writes in the first week.

def is_prime(n):
    if n < 2:
        return False
    i = 2
    while i * i <= n:
        if n % i == 0:
            return False
        i += 1
    return True


print([n for n in range(50) if is_prime(n)])


def sieve(n):
    marks = [True] * (n + 1)
    marks[0:2] = [False, False]
    for i in range(2, int(n ** 0.5) + 1):
        if marks[i]:
            marks[i * i::i] = [False] * len(marks[i * i::i])
    return [i for i, m in enumerate(marks) if m]


print(sieve(60))


def gcd(a, b):
    while b:
        a, b = b, a % b
    return a


print(gcd(48, 18), gcd(17, 5), 48 * 18 // gcd(48, 18))
for i in range(1, 16):
    print("FizzBuzz" if i % 15 == 0 else "Fizz" if i % 3 == 0 else "Buzz" if i % 5 == 0 else i, end=" ")
print()
text = "the quick brown fox jumps over the lazy dog the end"
counts = {}
for w in text.split():
    counts[w] = counts.get(w, 0) + 1
print(sorted(counts.items(), key=lambda x: (-x[1], x[0]))[:3])
print(sum(c in "aeiou" for c in text), text.title(), " ".join(w[::-1] for w in text.split()[:4]))


def palindrome(s):
    s = "".join(c.lower() for c in s if c.isalnum())
    return s == s[::-1]


print(palindrome("A man, a plan, a canal: Panama"), palindrome("conch"))


def caesar(s, k):
    out = ""
    for c in s:
        if c.isalpha():
            base = ord("A") if c.isupper() else ord("a")
            out += chr((ord(c) - base + k) % 26 + base)
        else:
            out += c
    return out


print(caesar("Hello, World!", 3), caesar(caesar("Hello, World!", 3), -3))
for i in range(1, 10, 4):
    print(" ".join("%d*%d=%-2d" % (j, i, i * j) for j in range(1, i + 1)))
for i in range(4):
    print(" " * (3 - i) + "*" * (2 * i + 1))


def binary_search(a, x):
    lo, hi = 0, len(a) - 1
    while lo <= hi:
        mid = (lo + hi) // 2
        if a[mid] == x:
            return mid
        if a[mid] < x:
            lo = mid + 1
        else:
            hi = mid - 1
    return -1


print(binary_search([1, 3, 5, 7, 9], 7), binary_search([1, 3], 2))
