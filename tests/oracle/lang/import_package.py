# set: first
import shapes
import shapes.round
from shapes.round import name
from shapes import kind, round as r
import os.path
import os.path as osp
from os import path

print(shapes.kind, shapes.round.name(), name(), r.name(), kind)
print(os.path.join("a", "b") == osp.join("a", "b"), path is os.path)
