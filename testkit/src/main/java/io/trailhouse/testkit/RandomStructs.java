package io.trailhouse.testkit;

import io.trailhouse.event.EventField;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// `userIdentity`, `tlsDetails` and `resources` with members that are there, absent, null, unknown
/// or of an unexpected type.
final class RandomStructs {
  private static final Map<String, List<String>> MEMBERS =
      Map.ofEntries(
          Map.entry(
              "userIdentity",
              List.of(
                  "type",
                  "principalId",
                  "arn",
                  "accountId",
                  "accessKeyId",
                  "userName",
                  "invokedBy",
                  "identityProvider",
                  "credentialId",
                  "sessionContext",
                  "onBehalfOf",
                  "inScopeOf",
                  "invokedByDelegate")),
          Map.entry(
              "sessionContext",
              List.of(
                  "attributes",
                  "sessionIssuer",
                  "webIdFederationData",
                  "sourceIdentity",
                  "ec2RoleDelivery",
                  "ec2IssuedInVpc",
                  "assumedRoot")),
          Map.entry("attributes", List.of("creationDate", "mfaAuthenticated")),
          Map.entry(
              "sessionIssuer", List.of("type", "principalId", "arn", "accountId", "userName")),
          Map.entry("webIdFederationData", List.of("federatedProvider", "webAttributes")),
          Map.entry("onBehalfOf", List.of("userId", "identityStoreArn")),
          Map.entry(
              "inScopeOf",
              List.of("sourceArn", "sourceAccount", "issuerType", "credentialsIssuedTo")),
          Map.entry("invokedByDelegate", List.of("accountId")),
          Map.entry(
              "tlsDetails",
              List.of("tlsVersion", "cipherSuite", "clientProvidedHostHeader", "keyExchange")),
          Map.entry("resource", List.of("ARN", "accountId", "type", "ARNPrefix")));

  private final RandomJson json;

  RandomStructs(RandomJson json) {
    this.json = json;
  }

  String value(EventField field) {
    return field == EventField.RESOURCES ? resources() : object(field.jsonName());
  }

  private String resources() {
    StringBuilder list = new StringBuilder("[").append(json.blank());
    int size = json.below(json.chance(0.1) ? 40 : 4);
    for (int i = 0; i < size; i++) {
      list.append(i == 0 ? "" : "," + json.blank());
      list.append(json.chance(0.03) ? json.value(2) : object("resource")).append(json.blank());
    }
    return list.append(']').toString();
  }

  private String object(String name) {
    List<String> members = new ArrayList<>();
    boolean exact = json.chance(0.8);
    for (String member : MEMBERS.getOrDefault(name, List.of())) {
      if (json.chance(0.6)) {
        members.add(key(member) + json.blank() + ":" + json.blank() + value(member, exact));
      }
    }
    if (!exact && json.chance(0.5)) {
      members.add(json.literal("x" + json.text()) + ":" + json.value(2));
    }
    if (!exact && json.isWild() && !members.isEmpty() && json.chance(0.2)) {
      members.add(members.get(0));
    }
    String separator = json.blank() + "," + json.blank();
    return "{" + json.blank() + String.join(separator, members) + json.blank() + "}";
  }

  private static String key(String member) {
    return member.equals("webAttributes") ? "\"attributes\"" : '"' + member + '"';
  }

  private String value(String member, boolean exact) {
    if (json.chance(0.05)) {
      return "null";
    }
    if (member.equals("webAttributes") || (!exact && json.chance(0.1))) {
      return json.value(3);
    }
    return MEMBERS.containsKey(member) ? object(member) : json.string();
  }
}
