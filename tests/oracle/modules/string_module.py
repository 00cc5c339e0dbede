# set: first
import string

print(string.ascii_lowercase, string.ascii_uppercase, string.digits, string.punctuation)
print(string.ascii_letters == string.ascii_lowercase + string.ascii_uppercase, string.hexdigits, repr(string.whitespace))
print(string.capwords("hello big world"), len(string.printable))
t = string.Template("$who likes ${what}, costs $$5")
print(t.substitute(who="Ann", what="tea"), t.safe_substitute(who="Bob"))
try:
    t.substitute(who="x")
except KeyError as e:
    print("KeyError", e)
print("".join(c for c in "a1b2" if c in string.digits))
