package io.trailhouse.cli;

import io.trailhouse.config.AwsSpec;
import io.trailhouse.event.EventIdentity;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Whose Event history: the configuration's `aws`, but for what the command line says.
final class HistoryAccounts {
  private static final String FROM_FILE = "@";

  @Option(
      names = "--accounts",
      paramLabel = "WHICH",
      split = ",",
      description =
          "`all` of the organization, `own`, ids, or @FILE with one id a line (default:"
              + " aws.accounts of the configuration, else own).")
  private List<String> accounts = List.of();

  @Option(
      names = "--regions",
      paramLabel = "WHICH",
      split = ",",
      description = "Names, or `enabled` (default): those enabled in each account.")
  private List<String> regions = List.of();

  @Option(
      names = "--role",
      paramLabel = "NAME",
      description = "The role to assume in each other account: name, or path and name.")
  private @Nullable String role;

  @Option(
      names = "--external-id",
      paramLabel = "ID",
      description = "The external id that the role's trust policy asks for.")
  private @Nullable String externalId;

  /// Names of Regions; empty for those that are enabled.
  List<String> regions() {
    return regions.equals(List.of("enabled")) ? List.of() : regions;
  }

  /// The configuration with what the command line says instead.
  AwsSpec over(AwsSpec aws) {
    if (role != null && !AwsSpec.isRole(role)) {
      throw wrong(
          "'" + role + "' is no role's name", "--role", "Name it as in its ARN, behind role/");
    }
    AwsSpec.Accounts which = which();
    AwsSpec.Accounts meant = which == null ? aws.accounts() : which;
    String as = role == null ? aws.role() : role;
    if (as == null && !(meant instanceof AwsSpec.Accounts.Own)) {
      throw wrong(
          "other accounts are read by a role in each, and none is named",
          "--role",
          "Add --role NAME, or aws: {role: NAME} to the configuration; deploy/ has its template");
    }
    return new AwsSpec(
        meant,
        as,
        externalId == null ? aws.externalId() : externalId,
        aws.session(),
        aws.profile(),
        aws.region());
  }

  private AwsSpec.@Nullable Accounts which() {
    if (accounts.isEmpty()) {
      return null;
    }
    if (accounts.equals(List.of("all"))) {
      return new AwsSpec.Accounts.Organization();
    }
    if (accounts.equals(List.of("own"))) {
      return new AwsSpec.Accounts.Own();
    }
    List<String> ids = new ArrayList<>();
    for (String each : accounts) {
      if (each.startsWith(FROM_FILE)) {
        ids.addAll(lines(each.substring(1)));
      } else {
        ids.add(each);
      }
    }
    List<String> bad = ids.stream().filter(id -> !EventIdentity.isAccountId(id)).toList();
    if (!bad.isEmpty() || ids.isEmpty()) {
      throw wrong(
          bad.isEmpty() ? "no account is named" : "no account ids: " + String.join(", ", bad),
          "--accounts",
          "An account's id has 12 digits; `all` stands for the organization's");
    }
    return new AwsSpec.Accounts.Listed(ids.stream().distinct().toList());
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw wrong("it cannot be read", file, "Name a text file with an account's id in each line");
    }
  }

  private static TrailhouseException wrong(String problem, String place, String remedy) {
    return new TrailhouseException(Code.WRONG_USE, problem, place, remedy);
  }
}
