package io.trailhouse.event;

import java.io.IOException;

/// The bytes of a log file are damaged where they are stored, and what came ahead of this is all
/// there is of them. Unlike another error of reading it stays so: it is a problem of the file. Its
/// message is for people.
public final class DamagedBytesException extends IOException {
  private static final long serialVersionUID = 1L;

  public DamagedBytesException(String problem) {
    super(problem);
  }
}
