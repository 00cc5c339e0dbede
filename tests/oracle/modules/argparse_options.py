# set: first
# argv: -n 3 name --loud
import argparse

p = argparse.ArgumentParser()
p.add_argument("who")
p.add_argument("-n", type=int, default=1)
p.add_argument("--loud", action="store_true")
a = p.parse_args()
print(a.who, a.n, a.loud)
