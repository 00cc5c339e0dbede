/* T threads, N increments each under one lock */
bool m; byte c, fin;
active [T] proctype W() {
  byte i, r;
  do
  :: i < N -> atomic { !m -> m = true } r = c; c = r + 1; m = false; i++
  :: else -> break
  od;
  fin++
}
active proctype Check() { fin == T -> assert(c == T*N) }
