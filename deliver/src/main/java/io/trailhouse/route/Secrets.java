package io.trailhouse.route;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Secrets that CloudTrail leaves in records: by the names of fields that hold them, and by how
/// they look inside free text. A list that is known to be incomplete: what nobody can tell from
/// other text stays.
final class Secrets {
  /// Names, without case and separators, of fields whose whole value is a secret.
  private static final Set<String> NAMES =
      Set.of(
          "password",
          "newpassword",
          "oldpassword",
          "masteruserpassword",
          "masterpassword",
          "temporarypassword",
          "userpassword",
          "adminpassword",
          "authtoken",
          "sessiontoken",
          "secretaccesskey",
          "secretkey",
          "secretstring",
          "secretbinary",
          "clientsecret",
          "privatekey",
          "plaintext",
          "userdata",
          "apikeyvalue",
          "credentialpassword",
          "presharedkey");

  private static final List<Looks> LOOKS =
      List.of(
          // tokens of temporary credentials: base64 that begins with one of these for all Regions
          new Looks(
              "(?:IQoJb3JpZ2luX2Vj|FwoGZXIvYXdzE|FQoGZXIvYXdzE|FQoDYXdzE)[A-Za-z0-9+/=_-]{40,}"),
          new Looks("-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----[\\s\\S]{1,20000}?(?:-----END|$)"),
          new Looks("(?<=://)[^/@\\s:]{1,200}:[^/@\\s]{1,200}(?=@)"),
          new Looks("(?i)(?<=x-amz-security-token=)[^&\\s\"]+"),
          new Looks("(?i)(?<=x-amz-signature=)[0-9a-f]+"),
          new Looks("(?i)(?<=bearer )[A-Za-z0-9._~+/=-]{16,}"),
          new Looks(
              "(?i)(?<=(?:password|passwd|secret|token)[\"']?[=:]\\s?[\"']?)[^\\s\"'&,;}\\\\]{4,}"));

  private record Looks(Pattern pattern) {
    Looks(String pattern) {
      this(Pattern.compile(pattern));
    }
  }

  private Secrets() {}

  /// Replaces every secret below a node.
  static void mask(JsonNode node) {
    if (node instanceof ObjectNode object) {
      for (Map.Entry<String, JsonNode> each : new ArrayList<>(object.properties())) {
        JsonNode value = each.getValue();
        if (isSecret(each.getKey()) && isGiven(value)) {
          object.set(each.getKey(), TextNode.valueOf(Redaction.Mask.TEXT));
        } else if (value.isTextual()) {
          object.set(each.getKey(), TextNode.valueOf(masked(value.textValue())));
        } else {
          mask(value);
        }
      }
    } else if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        if (array.get(i).isTextual()) {
          array.set(i, TextNode.valueOf(masked(array.get(i).textValue())));
        } else {
          mask(array.get(i));
        }
      }
    }
  }

  private static boolean isSecret(String name) {
    return NAMES.contains(name.toLowerCase(Locale.ROOT).replaceAll("[_\\-.]", ""));
  }

  /// AWS itself leaves out many secrets and says so, which is worth keeping; a flag is no secret.
  private static boolean isGiven(JsonNode value) {
    if (value.isTextual()) {
      String text = value.textValue();
      return !text.isEmpty()
          && !text.equals("<sensitiveDataRemoved>")
          && !text.startsWith("HIDDEN_DUE_TO_SECURITY_REASONS")
          && !text.matches("\\*+");
    }
    return value.isNumber() || (value.isContainerNode() && !value.isEmpty());
  }

  private static String masked(String text) {
    if (text.length() < 8) {
      return text;
    }
    String masked = text;
    for (Looks looks : LOOKS) {
      masked = looks.pattern().matcher(masked).replaceAll(Redaction.Mask.TEXT.replace("$", "\\$"));
    }
    return masked;
  }
}
