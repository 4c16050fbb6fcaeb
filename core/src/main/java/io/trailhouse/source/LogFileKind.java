package io.trailhouse.source;

import java.util.Arrays;
import java.util.Optional;

/// The kinds of files a trail delivers, by the folder they stand in below the account.
public enum LogFileKind {
  /// Management and data events share this folder.
  EVENTS("CloudTrail"),
  INSIGHT("CloudTrail-Insight"),
  NETWORK_ACTIVITY("CloudTrail-NetworkActivity"),
  AGGREGATED("CloudTrail-Aggregated"),
  DIGEST("CloudTrail-Digest");

  private final String folder;

  LogFileKind(String folder) {
    this.folder = folder;
  }

  /// The folder's name, which is also the second part of a file's name.
  public String folder() {
    return folder;
  }

  /// The kind whose folder has this name.
  public static Optional<LogFileKind> inFolder(String folder) {
    return Arrays.stream(values()).filter(kind -> kind.folder.equals(folder)).findFirst();
  }
}
