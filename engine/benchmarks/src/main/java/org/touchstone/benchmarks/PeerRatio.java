package org.touchstone.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** How many times as fast as a peer whose CPU time was measured elsewhere on such a machine. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class PeerRatio {

  /** The peer's CPU time over ours. */
  public double timesPeer;

  /** Sets the ratio from the peer's seconds and the processor time of this thread at the start. */
  void set(double peerSeconds, double start) {
    timesPeer = peerSeconds / (SequenceCase.cpuSeconds() - start);
  }
}
