# finds: nothing
# outcomes: original
import os

paper = os.fork()
if paper == 0:
    print("copy")
else:
    os.waitpid(paper, 0)
    print("original")
