package org.touchstone.engine.run;

import java.util.ArrayDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * How work over many units, for example rows, is run: on how many threads, and watched by whom.
 *
 * <p>The work is cut into chunks whose results are handed over one by one, in the order of the
 * units, on the thread that asked for them. A result is a function of its chunk alone, so the same
 * results come out on any number of threads.
 *
 * @param threads number of threads that work; with 1 it is the calling thread
 * @param monitor is told after each chunk how far the work is, and may stop it
 */
public record Execution(int threads, RunMonitor monitor) {

  /** On the calling thread, watched by nobody. */
  public static final Execution SINGLE = new Execution(1, RunMonitor.NONE);

  private static final AtomicInteger POOLS = new AtomicInteger();

  /**
   * Checks the number of threads.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public Execution {
    if (threads < 1) {
      throw new IllegalArgumentException("Work needs at least 1 thread, found " + threads);
    }
  }

  /** On this many threads, watched by nobody. */
  public static Execution on(int threads) {
    return new Execution(threads, RunMonitor.NONE);
  }

  /**
   * Computes the result of units {@code from} (included) to {@code to} (excluded).
   *
   * @param <T> the result
   */
  @FunctionalInterface
  public interface Chunk<T> {
    /** Computes the result; may be called from several threads at once. */
    T compute(int from, int to);
  }

  /**
   * Runs work in chunks and hands the results over in order.
   *
   * <p>No more than two results per thread wait to be handed over, so memory does not grow with the
   * number of units. If a chunk, the sink or the monitor throws, the chunks that are being computed
   * are waited for, no other is begun, and the exception is thrown.
   *
   * @param task what is being done, for the monitor
   * @param units number of units, 0 or more
   * @param chunkSize units of one chunk, 1 or more
   * @param work computes the result of a chunk
   * @param sink receives each chunk's result, in order, on the calling thread
   * @throws CancelledException if the monitor stops the work, or the calling thread is interrupted
   */
  public <T> void run(String task, int units, int chunkSize, Chunk<T> work, Consumer<T> sink) {
    monitor.progress(task, 0, units);
    if (threads == 1 || units <= chunkSize) {
      for (int from = 0; from < units; from += chunkSize) {
        int to = end(from, chunkSize, units);
        sink.accept(work.compute(from, to));
        monitor.progress(task, to, units);
      }
      return;
    }
    ExecutorService pool = pool();
    try {
      runOn(pool, task, units, chunkSize, work, sink);
    } finally {
      stop(pool);
    }
  }

  private <T> void runOn(
      ExecutorService pool,
      String task,
      int units,
      int chunkSize,
      Chunk<T> work,
      Consumer<T> sink) {
    ArrayDeque<Future<T>> waiting = new ArrayDeque<>();
    int next = 0;
    int done = 0;
    while (done < units) {
      while (next < units && waiting.size() < 2 * threads) {
        int from = next;
        int to = end(from, chunkSize, units);
        waiting.add(pool.submit(() -> work.compute(from, to)));
        next = to;
      }
      sink.accept(result(waiting.remove(), task));
      done = end(done, chunkSize, units);
      monitor.progress(task, done, units);
    }
  }

  private static int end(int from, int chunkSize, int units) {
    return chunkSize < units - from ? from + chunkSize : units;
  }

  private static <T> T result(Future<T> future, String task) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException("Interrupted while " + task);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException("Failed while " + task, e.getCause());
    }
  }

  private ExecutorService pool() {
    String name = "touchstone-" + POOLS.incrementAndGet() + "-";
    AtomicInteger count = new AtomicInteger();
    return Executors.newFixedThreadPool(
        threads,
        task -> {
          Thread thread = new Thread(task, name + count.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Chunks that have not begun are dropped; models may be closed once this returns. */
  private static void stop(ExecutorService pool) {
    pool.shutdownNow();
    boolean interrupted = false;
    while (true) {
      try {
        if (pool.awaitTermination(1, TimeUnit.HOURS)) {
          break;
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
