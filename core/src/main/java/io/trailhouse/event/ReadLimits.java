package io.trailhouse.event;

/// What one log file may cost, so that no file can take the reader down. All sizes in bytes,
/// uncompressed.
///
/// @param wholeFile up to here a file is read as one array; CloudTrail's own files have at most 50
///   MB, most have some KB
/// @param slice a larger file is handed on in slices of whole records of about this size
/// @param record the largest single record; CloudTrail's own limit is 256 KB, 1 MB in a store
/// @param file the largest file
/// @param ratio how many times larger than its gzip form a file of more than 64 MiB may be; real
///   log files have 4 to 30
/// @param depth how deep objects and lists may be nested in a record
public record ReadLimits(int wholeFile, int slice, int record, long file, int ratio, int depth) {
  private static final int MIB = 1 << 20;

  public static final ReadLimits DEFAULT =
      new ReadLimits(64 * MIB, 16 * MIB, 64 * MIB, 1L << 40, 250, 1_000);

  /// For programs that want events and little memory: any file of more than 4 MiB in slices of one.
  public static final ReadLimits IN_SLICES =
      new ReadLimits(4 * MIB, MIB, 64 * MIB, 1L << 40, 250, 1_000);
}
