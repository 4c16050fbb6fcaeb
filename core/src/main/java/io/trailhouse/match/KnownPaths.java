package io.trailhouse.match;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Paths below the top that many conditions ask for: a [Subject] walks each of them once a record.
final class KnownPaths {
  private static final List<String> ALL =
      List.of(
          "userIdentity.type",
          "userIdentity.arn",
          "userIdentity.principalId",
          "userIdentity.userName",
          "userIdentity.accountId",
          "userIdentity.accessKeyId",
          "userIdentity.invokedBy",
          "userIdentity.sessionContext.sessionIssuer.arn",
          "userIdentity.sessionContext.sessionIssuer.type",
          "userIdentity.sessionContext.sessionIssuer.userName",
          "userIdentity.sessionContext.attributes.mfaAuthenticated");

  static final int COUNT = ALL.size();

  private static final Map<List<FieldPath.Step>, Integer> NUMBERS =
      IntStream.range(0, COUNT)
          .boxed()
          .collect(Collectors.toMap(number -> FieldPath.dotted(ALL.get(number)).steps(), n -> n));

  private static final byte[][][] KEYS =
      ALL.stream().map(KnownPaths::keysOf).toArray(byte[][][]::new);

  private KnownPaths() {}

  private static byte[][] keysOf(String path) {
    List<byte[]> keys = new ArrayList<>();
    for (String name : path.split("\\.", -1)) {
      keys.add(name.getBytes(StandardCharsets.UTF_8));
    }
    return keys.subList(1, keys.size()).toArray(byte[][]::new);
  }

  /// The path's number, or -1.
  static int number(FieldPath path) {
    return NUMBERS.getOrDefault(path.steps(), -1);
  }

  /// The keys below `userIdentity`.
  static byte[][] keys(int number) {
    return KEYS[number];
  }
}
