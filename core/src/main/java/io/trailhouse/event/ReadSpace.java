package io.trailhouse.event;

import java.util.zip.Inflater;

/// What reading a log file needs beside its text, made once and used for one file after the other:
/// small files would cost more to prepare for than to read.
///
/// @param stored holds bytes of the file as they are stored
/// @param inflater keeps memory outside the heap, which goes when the space is forgotten
record ReadSpace(byte[] stored, Inflater inflater) {
  private static final int BUFFER = 64 * 1024;

  ReadSpace() {
    this(new byte[BUFFER], new Inflater(true));
  }
}
