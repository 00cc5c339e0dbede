/* same, thread-local work folded into the visible step: one transition = one shared access */
byte c, fin;
active [T] proctype W() {
  byte i, r;
  do
  :: atomic { i < N -> r = c }
     atomic { c = r + 1; i++; r = 0; if :: i == N -> fin++; break :: else fi }
  od
}
active proctype Check() { fin == T -> assert(c == T*N) }
