/* NR readers and NW writers, L rounds each, readers' preference with two semaphores */
#define Pw(s) atomic { s > 0 -> s-- }
byte mutex = 1, wrt = 1, rc, nr, nw;
active [NR] proctype Reader() {
  byte i, t;
  do
  :: i < L ->
     Pw(mutex); t = rc; rc = t + 1; if :: t == 0 -> Pw(wrt) :: else fi; mutex++;
     nr++; assert(nw == 0); nr--;
     Pw(mutex); t = rc; rc = t - 1; if :: t == 1 -> wrt++ :: else fi; mutex++; i++; t = 0
  :: else -> break
  od
}
active [NW] proctype Writer() {
  byte i;
  do
  :: i < L -> Pw(wrt); nw++; assert(nw == 1 && nr == 0); nw--; wrt++; i++
  :: else -> break
  od
}
