# set: first
TEXT = ("A conch is a shell of the sea. In a story, whoever holds the conch may speak, "
        "and the others have to wait until it is put down. 并发程序也是这样。")


def wrap(text, width):
    line = ""
    for word in text.split():
        if line and len(line) + 1 + len(word) > width:
            yield line
            line = word
        else:
            line = line + " " + word if line else word
    if line:
        yield line


for line in wrap(TEXT, 30):
    print("|" + line.ljust(30) + "|")
counts = {}
for c in TEXT.lower():
    if "a" <= c <= "z":
        counts[c] = counts.get(c, 0) + 1
for c, n in sorted(counts.items(), key=lambda cn: (-cn[1], cn[0]))[:5]:
    print(f"{c} {'*' * n:<15}{n:>3} {n / sum(counts.values()):6.1%}")
print(max(TEXT.split(), key=len), len(TEXT), TEXT.count("the"), TEXT.title()[:20], TEXT[::-1][:6])
vowels = str.maketrans("aeiou", "*****")
print(TEXT[:20].translate(vowels), " ".join(w[0].upper() + w[1:-1] + w[-1].upper() if len(w) > 1 else w for w in TEXT.split()[:4]))


def run_length(s):
    out, i = "", 0
    while i < len(s):
        j = i
        while j < len(s) and s[j] == s[i]:
            j += 1
        out += s[i] + (str(j - i) if j - i > 1 else "")
        i = j
    return out


print(run_length("aaabccdddd"), run_length(""), run_length("中中文"))
print(sorted(["b10", "a2", "a10", "b1"], key=lambda s: (s[0], int(s[1:]))), "listen" != "silent" and sorted("listen") == sorted("silent"))
