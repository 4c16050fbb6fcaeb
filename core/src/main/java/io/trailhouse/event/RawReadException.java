package io.trailhouse.event;

import java.io.IOException;

/// Carries an error of the stored bytes through handlers that only mean the gzip's.
final class RawReadException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final IOException problem;

  RawReadException(IOException problem) {
    super(problem);
    this.problem = problem;
  }

  IOException problem() {
    return problem;
  }
}
