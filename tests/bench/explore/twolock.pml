/* two threads, N rounds, opposite lock order */
bool a, b; byte c;
active [2] proctype W() {
  byte i, r;
  do
  :: i < N ->
     if
     :: _pid == 0 -> atomic { !a -> a = true } atomic { !b -> b = true }
     :: else      -> atomic { !b -> b = true } atomic { !a -> a = true }
     fi;
     r = c; c = r + 1; a = false; b = false; i++; r = 0
  :: else -> break
  od
}
