package io.trailhouse.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trailhouse.fixture.SharedData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class FilterPatternTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void documentedCasesComeOutAsTheGuideSays() throws Exception {
    JsonNode cases = shared("documentation-cases.json");
    int count = 0;
    for (JsonNode each : cases.get("json")) {
      String members = each.get("event").toString();
      Tried record = Tried.with(members.substring(1, members.length() - 1));
      assertThat(record.passes(FilterPattern.compile(each.get("pattern").textValue())))
          .as(each.toString())
          .isEqualTo(each.get("match").booleanValue());
      count++;
    }
    assertThat(count).isEqualTo(10);
    for (JsonNode each : cases.get("text")) {
      String pattern = each.get("pattern").textValue();
      for (JsonNode text : each.get("matches")) {
        assertThat(finds(pattern, text.textValue())).as(pattern + " in " + text).isTrue();
      }
      for (JsonNode text : each.get("does_not_match")) {
        assertThat(finds(pattern, text.textValue())).as(pattern + " in " + text).isFalse();
      }
    }
  }

  private static boolean finds(String pattern, String text) throws Exception {
    return Tried.with("\"errorMessage\": \"" + text + '"').passes(FilterPattern.compile(pattern));
  }

  @Test
  void everyPatternOfTheBenchmarkCompilesAndFindsItsEvent() throws Exception {
    Tried rootUse = Tried.with("\"userIdentity\":{\"type\":\"Root\"},\"eventType\":\"AwsApiCall\"");
    Tried forRoot =
        Tried.with(
            "\"userIdentity\":{\"type\":\"Root\",\"invokedBy\":\"x\"},\"eventType\":\"AwsApiCall\"");
    int count = 0;
    for (JsonNode each : shared("cis-patterns.json").get("cis")) {
      var predicate = FilterPattern.compile(each.get("pattern").textValue());
      if (each.get("id").textValue().equals("use-of-root-account-count")) {
        assertThat(rootUse.passes(predicate)).isTrue();
        assertThat(forRoot.passes(predicate)).isFalse();
      }
      count++;
    }
    assertThat(count).isEqualTo(14);
  }

  @Test
  void whatIsAbsentIsNeitherEqualNorDifferent() throws Exception {
    Tried record = Tried.with("\"apiVersion\": null, \"requestParameters\": {\"a\": [1]}");
    assertThat(passes(record, "{ $.additionalEventData.MFAUsed != \"Yes\" }")).isFalse();
    assertThat(passes(record, "{ $.additionalEventData.MFAUsed = \"Yes\" }")).isFalse();
    assertThat(passes(record, "{ $.additionalEventData.MFAUsed NOT EXISTS }")).isTrue();
    assertThat(passes(record, "{ $.apiVersion NOT EXISTS }")).isFalse();
    assertThat(passes(record, "{ $.apiVersion IS NULL }")).isTrue();
    assertThat(passes(record, "{ $.requestID IS NULL }")).isFalse();
    assertThat(passes(record, "{ $.apiVersion != \"v\" }")).isTrue();
    assertThat(passes(record, "{ $.apiVersion = \"null\" }")).isFalse();
    assertThat(passes(record, "{ $.requestParameters != \"v\" }")).isFalse();
    assertThat(passes(record, "{ $.requestParameters = \"*\" }")).isFalse();
    assertThat(passes(record, "{ $.requestParameters.a != 2 }")).isFalse();
    assertThat(passes(record, "{ $.requestParameters.a[0] != 2 }")).isTrue();
    assertThat(passes(record, "{ $.requestParameters.a[1] != 2 }")).isFalse();
  }

  @Test
  void numbersCompareByValueAndTextsByLetter() throws Exception {
    Tried record =
        Tried.with(
            "\"requestParameters\": {\"n\": 400.0, \"s\": \"400\", \"t\": true, \"k\": 1e3},"
                + " \"readOnly\": true");
    assertThat(passes(record, "{ $.requestParameters.n = 400 }")).isTrue();
    assertThat(passes(record, "{ $.requestParameters.s = 400 }")).isTrue();
    assertThat(passes(record, "{ $.requestParameters.s != 400 }")).isFalse();
    assertThat(passes(record, "{ $.requestParameters.s > 300 }")).isFalse();
    assertThat(passes(record, "{ $.requestParameters.n > 300 }")).isTrue();
    assertThat(passes(record, "{ $.requestParameters.n = 4* }")).isTrue();
    assertThat(passes(record, "{ $.requestParameters.k = 1e+3 }")).isTrue();
    assertThat(passes(record, "{ $.requestParameters.k >= 1000 && $.requestParameters.k <= 1000 }"))
        .isTrue();
    assertThat(passes(record, "{ $.readOnly IS TRUE }")).isTrue();
    assertThat(passes(record, "{ $.readOnly IS FALSE }")).isFalse();
    assertThat(passes(record, "{ $.readOnly = \"true\" }")).isTrue();
    assertThat(passes(record, "{ $.readOnly = \"TRUE\" }")).isFalse();
  }

  @Test
  void andBindsCloserThanOrWithOrWithoutBlanks() throws Exception {
    Tried record = Tried.with("\"eventName\": \"a\", \"eventSource\": \"b\"");
    assertThat(passes(record, "{($.eventName=a)||($.eventName=x)&&($.eventSource=x)}")).isTrue();
    assertThat(passes(record, "{(($.eventName=a)||($.eventName=x))&&($.eventSource=x)}")).isFalse();
    assertThat(passes(record, "  { ( ( $.eventName = a ) ) }  ")).isTrue();
  }

  @Test
  void selectorsReachKeysElementsAndMembers() throws Exception {
    Tried record =
        Tried.with(
            "\"requestParameters\": {\"a.b\": \"x\", \"l\": [{\"v\": \"1\"}, {\"v\": \"y\"}]}");
    assertThat(passes(record, "{ $.requestParameters.['a.b'] = x }")).isTrue();
    assertThat(passes(record, "{ $.requestParameters['a.b'] = x }")).isTrue();
    assertThat(passes(record, "{ $.requestParameters.l[*].v = y }")).isTrue();
    assertThat(passes(record, "{ $.requestParameters.l[0].v = y }")).isFalse();
    assertThat(passes(record, "{ $.requestParameters.* = x }")).isTrue();
    assertThat(passes(record, "{ $.*.['a.b'] = x }")).isTrue();
  }

  @Test
  void regularExpressionsAreOfTheDocumentedKind() throws Exception {
    Tried record = Tried.with("\"sourceIPAddress\": \"123.123.4.5\", \"errorMessage\": \"a (b)\"");
    assertThat(passes(record, "{ $.sourceIPAddress = %123\\.123\\.[0-9]+% }")).isTrue();
    assertThat(passes(record, "{ $.sourceIPAddress != %123\\.123% }")).isFalse();
    assertThat(passes(record, "{ $.errorMessage = %\\x28b\\x29$% }")).isTrue();
    assertThat(passes(record, "%123\\.123\\.\\d%")).isTrue();
    refused("{ $.a = %(b)% }", "'(' may not stand in a regular expression");
    refused("{ $.a = %b }", "this % is not closed");
    refused("{ $.a = %a% && $.b = %b% && $.c = %c% }", "two regular expressions");
  }

  @Test
  void mistakesAreRefusedWithTheirPlace() {
    refused("{ $eventName = x }", "at character 4: a field begins with $. as in $.eventName");
    refused("{ $.a = \"x }", "at character 9: this quote is not closed");
    refused("{ ($.a = x }", "expected )");
    refused("{ $.a = x ", "expected }");
    refused("{ $.a IS NOT NULL }", "IS is followed by NULL, TRUE or FALSE");
    refused("{ $.a EXISTS }", "NOT EXISTS");
    refused("{ $.a NOT NULL }", "NOT is followed by EXISTS");
    refused("{ $.a > b }", "compares numbers");
    refused("{ $.a = x } && y", "nothing may follow");
    refused("{ $.*.b[*] = x }", "one wildcard");
    refused("{ }", "expected a field");
    refused("[ip, user]", "space-delimited");
    refused("{ NOT $.a = x }", "expected a field");
  }

  @Test
  void quotesOfOtherKindsAreRefusedWithTheRightSpelling() {
    for (String quoted :
        List.of(
            "'a b'", "`a b`", "“a b”", "‘a b’", "«a b»", "\\\"a b\\\"", "\\'a b\\'", "“a b\"")) {
      refused("{ $.a = " + quoted + " }", "at character 9: only straight double quotes are quotes");
      refused("{ $.a = " + quoted + " && $.b = 1 }", "write \"a b\"");
      refused(quoted, "write \"a b\"");
    }
    refused("{ $.a = don't }", "stands in double quotes; write \"don't\"");
    refused("{ $.a = 'x }", "write \"'x\"");
    refused("{ $.a = C:\\x }", "write \"C:x\"");
    refused("{ $.a == x }", "no operator goes on so");
    refused("{ $.a =~ x }", "no operator goes on so");
    refused("{ $.a = x and $.b = y }", "write && in place of and");
    refused("{ ($.a = x OR $.b = y) }", "write || in place of OR");
  }

  @Test
  void anEmptyPatternMatchesEverything() throws Exception {
    for (String pattern : List.of("", " ", "\"\"", "\" \"")) {
      assertThat(passes(Tried.with("\"eventName\": \"a\""), pattern)).isTrue();
    }
  }

  private static void refused(String pattern, String reason) {
    assertThatThrownBy(() -> FilterPattern.compile(pattern))
        .as(pattern)
        .isInstanceOf(InvalidConditionException.class)
        .hasMessageContaining(reason);
  }

  private static boolean passes(Tried record, String pattern) throws Exception {
    return record.passes(FilterPattern.compile(pattern));
  }

  private static JsonNode shared(String name) throws IOException {
    Path file = SharedData.path("metric-filters").resolve(name);
    return JSON.readTree(file.toFile());
  }
}
