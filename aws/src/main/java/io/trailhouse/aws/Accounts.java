package io.trailhouse.aws;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/// The accounts of an organization and the Regions of an account.
public final class Accounts {
  private final AwsClients clients;
  private final SignedCall calls;

  private Accounts(AwsClients clients) {
    this.clients = clients;
    this.calls = clients.signedCall();
  }

  public static Accounts of(AwsClients clients) {
    return new Accounts(clients);
  }

  /// The 12 digits of the account that the credentials belong to.
  ///
  /// @throws TrailhouseException when there are no credentials, or none that are good
  public String own() {
    try {
      return clients.sts().getCallerIdentity().account();
    } catch (SdkException e) {
      throw new TrailhouseException(
          Code.SOURCE_UNREADABLE,
          "AWS does not say whose credentials these are: " + Failures.text(e),
          "AWS credentials",
          "Set credentials as for the AWS CLI (`aws sts get-caller-identity` must work), or name a"
              + " profile in the configuration",
          e);
    }
  }

  /// Gets the credentials, so that a role that may not be assumed is known before the work begins.
  public void enter() throws FetchFailure {
    try {
      clients.credentials().resolveCredentials();
    } catch (SdkException e) {
      String role = clients.role();
      throw new FetchFailure(
          Failures.kind(e),
          "sts: " + Failures.text(e) + (role == null ? "" : " [role " + role + "]"),
          e);
    }
  }

  /// The 12 digits of each active account, in the order that AWS Organizations lists them.
  ///
  /// @throws TrailhouseException when the organization cannot be asked
  public List<String> active() {
    List<String> ids = new ArrayList<>();
    try {
      String token = null;
      do {
        Map<?, ?> page = calls.ask(SignedCall.Operation.LIST_ACCOUNTS, next("NextToken", token));
        for (Object account : JsonValues.list(page, "Accounts")) {
          String id = JsonValues.text(account, "Id");
          if (id != null && "ACTIVE".equals(JsonValues.text(account, "Status"))) {
            ids.add(id);
          }
        }
        token = JsonValues.text(page, "NextToken");
      } while (token != null);
      return ids;
    } catch (FetchFailure e) {
      throw new TrailhouseException(
          Code.SOURCE_UNREADABLE,
          "the accounts of the organization cannot be listed: " + e.getMessage(),
          "aws.accounts",
          "Run with credentials of the management account or a delegated administrator that may"
              + " call organizations:ListAccounts, or list the accounts in the configuration",
          e);
    }
  }

  /// The Regions that are enabled in the account that is asked, by default or by choice.
  public List<String> enabledRegions() throws FetchFailure {
    List<String> names = new ArrayList<>();
    String token = null;
    do {
      Map<?, ?> page = calls.ask(SignedCall.Operation.LIST_REGIONS, next("NextToken", token));
      for (Object region : JsonValues.list(page, "Regions")) {
        String name = JsonValues.text(region, "RegionName");
        String status = JsonValues.text(region, "RegionOptStatus");
        if (name != null && status != null && status.startsWith("ENABLED")) {
          names.add(name);
        }
      }
      token = JsonValues.text(page, "NextToken");
    } while (token != null);
    return names;
  }

  private static String next(String name, @Nullable String token) {
    return token == null
        ? "{}"
        : "{\"%s\":\"%s\"}".formatted(name, token.replace("\\", "\\\\").replace("\"", "\\\""));
  }
}
