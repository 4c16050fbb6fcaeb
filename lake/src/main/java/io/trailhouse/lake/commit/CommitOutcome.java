package io.trailhouse.lake.commit;

/// What a commit came to. Closed, so that nobody forgets the third case.
public sealed interface CommitOutcome {
  /// It took effect.
  record Committed() implements CommitOutcome {}

  /// It did not; somebody else was faster, so look again and repeat.
  record Conflict() implements CommitOutcome {}

  /// Nobody knows. No file of it may be touched.
  record Unknown(RuntimeException cause) implements CommitOutcome {}
}
