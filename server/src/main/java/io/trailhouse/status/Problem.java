package io.trailhouse.status;

/// Something that is not as it should be.
///
/// @param subject whose trouble it is, such as `route iam-team`; at one moment no other problem has
///   the same
public record Problem(String subject, Trouble trouble) {
  @Override
  public String toString() {
    return subject + ": " + trouble;
  }
}
