# set: first
# The rest of os, glob, pathlib, shutil and tempfile on a small tree.
import errno
import fnmatch
import glob
import os
import pathlib
import shutil
import stat
import tempfile
def t(f):
    try:
        print(f())
    except BaseException as e:
        print(type(e).__name__, e, getattr(e, "errno", "-"), getattr(e, "filename", "-"))
with open("u.txt", "w", encoding="utf-8") as f:
    f.write("héllo 世界\nzwei\n")
t(lambda: os.rename("none", "x")); t(lambda: os.remove(".")); t(lambda: os.listdir("u.txt")); t(lambda: os.stat("nn")); t(lambda: os.mkdir("."))
t(lambda: os.close(999)); t(lambda: os.read(999, 1)); t(lambda: os.open("nn", os.O_RDONLY)); t(lambda: os.read(0, -1) if 0 else None)
t(lambda: os.environ["NOPE_X"]); t(lambda: os.environ.__setitem__("a", 1)); t(lambda: os.listdir(None) != [])
st = os.stat("u.txt"); print(st.st_size, st[6], stat.S_ISREG(st.st_mode), stat.filemode(st.st_mode), len(st))
print(os.path.splitext("a/b.c/d"), os.path.normpath("/../a/./b//../c"), os.path.relpath("/a/b", "/a/c/d"), os.path.commonpath(["/a/b/c", "/a/b/d"]), os.path.expanduser("~x"))
print(os.path.join(b"a", b"b"), os.path.split(b"/a/b"), os.path.expandvars("$HOME2/${X}y"))
os.makedirs("d/e/f", exist_ok=True); open("d/e/g.txt", "w").close(); open("d/.h", "w").close(); open("d/k.py", "w").close()
print(sorted(glob.glob("d/*")), sorted(glob.glob("d/**", recursive=True)), sorted(glob.glob("d/**/*.txt", recursive=True)), glob.glob("d/[jk].p?"), glob.glob("nope*"))
print(sorted(e.name for e in os.scandir("d") if e.is_file()), [e.path for e in os.scandir("d") if e.is_dir()])
print(sorted((b, sorted(d), sorted(f)) for b, d, f in os.walk("d")))
p = pathlib.Path("d") / "e" / "g.txt"
print(p, repr(p), p.name, p.stem, p.suffix, p.parent, p.parts, p.exists(), p.is_file(), p.with_suffix(".md"), p.with_name("q"), list(p.parents))
p.write_text("päth"); print(p.read_text(), p.read_bytes(), p.stat().st_size, sorted(str(x) for x in pathlib.Path("d").rglob("*")), sorted(pathlib.Path("d").glob("*.py")))
print(pathlib.Path("/a") / "b" == pathlib.Path("/a/b"), pathlib.PurePath("a//b/./c"), pathlib.Path("a.tar.gz").suffixes, pathlib.Path("/x/y").relative_to("/x"), pathlib.Path("x") < pathlib.Path("y"))
t(lambda: pathlib.Path("/x/y").relative_to("/z")); t(lambda: pathlib.Path("nope").read_text())
pathlib.Path("m/n").mkdir(parents=True); t(lambda: pathlib.Path("m/n").mkdir()); pathlib.Path("m/n/t").touch(); print([str(x) for x in pathlib.Path("m/n").iterdir()])
t(lambda: shutil.rmtree("nope")); print(shutil.move("m", "d"), os.path.exists("d/m/n/t")); t(lambda: shutil.copy("u.txt", "u.txt"))
with tempfile.TemporaryDirectory() as d: print(os.path.isdir(d))
print(os.path.isdir(d))
with tempfile.NamedTemporaryFile("w+") as f: f.write("x"); f.seek(0); print(f.read(), os.path.exists(f.name))
print(errno.ENOENT, errno.errorcode[13], os.strerror(2), fnmatch.fnmatch("abc.py", "*.p[xy]"), fnmatch.filter(["a", "b1"], "?1"))
print(os.fspath(p), os.fsencode("a"), os.path.samefile("u.txt", "./u.txt"), os.path.isabs("/a"))
os.symlink("u.txt", "ln"); print(os.readlink("ln"), os.path.islink("ln"), os.path.realpath("ln") == os.path.abspath("u.txt"))
os.truncate("u.txt", 3); print(os.path.getsize("u.txt")); os.chmod("u.txt", 0o600); print(oct(os.stat("u.txt").st_mode)); os.utime("u.txt", (1, 2)); print(os.path.getmtime("u.txt"))
