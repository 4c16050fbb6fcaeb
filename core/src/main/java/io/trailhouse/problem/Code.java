package io.trailhouse.problem;

/// The kinds of problems, each with its [Answer].
public enum Code {
  /// The command line asks for something that does not exist or does not fit together.
  WRONG_USE(Answer.STOP),
  /// The configuration file has one or more mistakes.
  CONFIG_INVALID(Answer.STOP),
  /// A detection rule that says something which cannot be done, or not clearly.
  RULE_INVALID(Answer.STOP),
  /// The home folder cannot be created, read or written.
  HOME_UNUSABLE(Answer.RETRY),
  /// No room is left where something has to be written.
  DISK_FULL(Answer.RETRY),
  /// The table was written by a newer version than this one understands.
  TABLE_NEWER(Answer.STOP),
  /// The table's files are not what its metadata says.
  TABLE_DAMAGED(Answer.RETRY),
  /// What was asked for is not there.
  NOT_FOUND(Answer.STOP),
  /// A query that the engine refuses.
  QUERY_INVALID(Answer.STOP),
  /// Others ask so much that this one has no turn now.
  BUSY(Answer.RETRY),
  /// A query that went over its memory or time, or that somebody cancelled.
  QUERY_LIMIT(Answer.RETRY),
  /// A file or folder that cannot be opened or read to its end.
  SOURCE_UNREADABLE(Answer.QUARANTINE),
  /// A log file that is damaged: bad gzip, cut off, not JSON.
  LOG_FILE_MALFORMED(Answer.QUARANTINE),
  /// A readable file that holds something other than CloudTrail's records.
  NOT_CLOUDTRAIL(Answer.QUARANTINE),
  /// A log file beyond the limits that protect the reader (a gzip bomb, for example).
  LOG_FILE_TOO_LARGE(Answer.QUARANTINE),
  /// Somebody else committed first.
  COMMIT_CONFLICT(Answer.RETRY),
  /// The catalog did not say whether a commit took effect.
  COMMIT_UNKNOWN(Answer.HOLD);

  private final Answer answer;

  Code(Answer answer) {
    this.answer = answer;
  }

  public Answer answer() {
    return answer;
  }
}
