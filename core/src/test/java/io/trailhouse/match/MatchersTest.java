package io.trailhouse.match;

import static org.assertj.core.api.Assertions.assertThat;

import io.trailhouse.event.EventBatch;
import io.trailhouse.event.EventReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MatchersTest {
  private static final ValueTest.Reading ALL = ValueTest.Reading.EVERYTHING;

  @Test
  void aPathLeadsThroughObjectsAndArrays() {
    EventBatch record =
        record(
            """
            "requestParameters": {"a": [{"b": 1}, {"b": "two", "c": [["x"], "y"]}], "b": null}
            """);
    assertThat(matches(record, at("requestParameters.a.b", whole("two")))).isTrue();
    assertThat(matches(record, at("requestParameters.a.b", whole("1")))).isTrue();
    assertThat(matches(record, at("requestParameters.a.c", whole("x")))).isTrue();
    assertThat(matches(record, at("requestParameters.a.c", whole("z")))).isFalse();
    assertThat(matches(record, at("requestParameters.a.c.d", new ValueTest.Present()))).isFalse();
    assertThat(matches(record, at("requestParameters.b", new ValueTest.Null()))).isTrue();
    assertThat(matches(record, at("requestParameters.b", new ValueTest.Present()))).isTrue();
    FieldPath strict = FieldPath.plain(List.of("requestParameters", "a", "b"));
    assertThat(matches(record, new Predicate.Field(strict, whole("two")))).isFalse();
    FieldPath second =
        new FieldPath(
            List.of(
                new FieldPath.Step.Key("requestParameters"),
                new FieldPath.Step.EachMember(),
                new FieldPath.Step.Index(1),
                new FieldPath.Step.Key("c"),
                new FieldPath.Step.EachElement()),
            false);
    assertThat(matches(record, new Predicate.Field(second, whole("y")))).isTrue();
    assertThat(matches(record, new Predicate.Field(second, whole("x")))).isFalse();
  }

  @Test
  void textOfStructuresIsTheirJsonWithoutBlanks() {
    EventBatch record = record("\"requestParameters\": { \"a b\" : [ 1,  \"x  y\" ] }");
    String text = "{\"a b\":[1,\"x  y\"]}";
    assertThat(matches(record, at("requestParameters", whole(text)))).isTrue();
    assertThat(
            matches(
                record,
                new Predicate.WholeText(
                    new ValueTest.Text(ValueTest.How.INSIDE, "a B\":[1,", false, ALL))))
        .isTrue();
  }

  @Test
  void escapedTextAndKeysAreComparedByWhatTheySay() {
    EventBatch record = record("\"user\\u0041gent\": \"A\\u0062c\", \"x\\u0079\": \"\\u00dcBER\"");
    assertThat(matches(record, at("userAgent", whole("abC")))).isTrue();
    assertThat(matches(record, at("xy", whole("\u00fcber")))).isTrue();
    assertThat(matches(record, at("xy", cased("\u00fcber")))).isFalse();
    assertThat(matches(record, at("xy", cased("\u00dcBER")))).isTrue();
  }

  @Test
  void numbersNetworksAndPatterns() {
    EventBatch record =
        record("\"apiVersion\": 3.0e2, \"requestID\": \"7\", \"sourceIPAddress\": \"10.1.2.3\"");
    assertThat(matches(record, at("apiVersion", number("300", false)))).isTrue();
    assertThat(matches(record, at("requestID", number("7", false)))).isFalse();
    assertThat(matches(record, at("requestID", number("7", true)))).isTrue();
    assertThat(matches(record, at("sourceIPAddress", cidr("10.1.0.0/16")))).isTrue();
    assertThat(matches(record, at("sourceIPAddress", cidr("10.2.0.0/16")))).isFalse();
    assertThat(
            matches(
                record,
                at("sourceIPAddress", new ValueTest.Regex(Pattern.compile("^10\\.1"), ALL))))
        .isTrue();
    assertThat(matches(record, at("apiVersion", glob("3.?e*")))).isTrue();
    assertThat(matches(record, at("apiVersion", glob("3.?")))).isFalse();
  }

  @Test
  void fieldsAreComparedWithEachOther() {
    EventBatch record =
        record(
            "\"userIdentity\": {\"userName\": \"eve\"},"
                + " \"requestParameters\": {\"userName\": \"EVE\", \"n\": [\"adam\", \"eve\"]}");
    FieldPath user = FieldPath.dotted("userIdentity.userName");
    FieldPath target = FieldPath.dotted("requestParameters.userName");
    assertThat(matches(record, new Predicate.SameText(user, target, ValueTest.How.WHOLE, false)))
        .isTrue();
    assertThat(matches(record, new Predicate.SameText(user, target, ValueTest.How.WHOLE, true)))
        .isFalse();
    assertThat(
            matches(
                record,
                new Predicate.SameText(
                    user, FieldPath.dotted("requestParameters.n"), ValueTest.How.WHOLE, true)))
        .isTrue();
    assertThat(
            matches(
                record,
                new Predicate.SameText(
                    user, FieldPath.dotted("requestParameters.m"), ValueTest.How.WHOLE, true)))
        .isFalse();
  }

  @Test
  void anExpressionThatNeverEndsOnHostileTextEnds() {
    EventBatch record = record("\"userAgent\": \"" + "a".repeat(5000) + "!\"");
    Pattern slow = Pattern.compile("(a+)+$");
    assertThat(matches(record, at("userAgent", new ValueTest.Regex(slow, ALL)))).isFalse();
    EventBatch wide = record("\"userAgent\": \"" + "ab".repeat(100_000) + "!\"");
    Pattern deep = Pattern.compile("^(a|b)*$");
    assertThat(matches(wide, at("userAgent", new ValueTest.Regex(deep, ALL)))).isFalse();
  }

  @Test
  void valuesBehindDeepNestingAreFound() {
    String deep = "[".repeat(900) + "]".repeat(900);
    EventBatch record = record("\"requestParameters\": {\"a\": " + deep + ", \"b\": \"x\"}");
    assertThat(matches(record, at("requestParameters.b", whole("x")))).isTrue();
  }

  @Test
  void manyConditionsTogetherSayWhatEachSaysAlone() {
    Random random = new Random(5);
    List<String> names = List.of("GetObject", "getobject", "PutObject", "List\u00fcbung", "x");
    List<String> sources =
        List.of("s3.amazonaws.com", "S3.amazonaws.com", "iam.amazonaws.com", "s3");
    List<Predicate> predicates = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      predicates.add(random(random, names, sources, 3));
    }
    MatcherSet.Scan scan = new MatcherSet(predicates).scan();
    int hits = 0;
    for (int i = 0; i < 500; i++) {
      EventBatch record = odd(random, names, sources);
      Set<Integer> together = new HashSet<>();
      int count = scan.match(record, 0);
      for (int hit = 0; hit < count; hit++) {
        together.add(scan.hit(hit));
      }
      assertThat(together).hasSize(count);
      Set<Integer> alone = new HashSet<>();
      for (int number = 0; number < predicates.size(); number++) {
        if (matches(record, predicates.get(number))) {
          alone.add(number);
        }
      }
      assertThat(together).as(record.view(0).json()).isEqualTo(alone);
      hits += count;
    }
    assertThat(hits).isGreaterThan(1000);
  }

  private static EventBatch odd(Random random, List<String> names, List<String> sources) {
    List<String> values =
        List.of(
            '"' + names.get(random.nextInt(names.size())) + '"',
            '"' + names.get(random.nextInt(names.size())) + '"',
            "null",
            "5",
            "[\"x\", \"GetObject\"]");
    String text = "";
    if (random.nextInt(8) > 0) {
      text += "\"eventName\": " + values.get(random.nextInt(values.size())) + ",";
    }
    if (random.nextInt(8) > 0) {
      text += "\"eventSource\": \"" + sources.get(random.nextInt(sources.size())) + "\",";
    }
    return record(text + "\"awsRegion\": \"eu-west-" + random.nextInt(3) + '"');
  }

  private static Predicate random(
      Random random, List<String> names, List<String> sources, int depth) {
    return switch (random.nextInt(depth > 0 ? 6 : 3)) {
      case 0 -> at("eventName", oneOf(random, names));
      case 1 -> at("eventSource", oneOf(random, sources));
      case 2 -> at("awsRegion", whole("eu-west-" + random.nextInt(3)));
      case 3 -> new Predicate.Not(random(random, names, sources, depth - 1));
      case 4 -> Predicate.all(two(random, names, sources, depth - 1));
      default -> Predicate.any(two(random, names, sources, depth - 1));
    };
  }

  private static List<Predicate> two(
      Random random, List<String> names, List<String> sources, int depth) {
    return List.of(random(random, names, sources, depth), random(random, names, sources, depth));
  }

  private static ValueTest oneOf(Random random, List<String> texts) {
    String one = texts.get(random.nextInt(texts.size()));
    String two = texts.get(random.nextInt(texts.size()));
    boolean cased = random.nextBoolean();
    return switch (random.nextInt(4)) {
      case 0 -> new ValueTest.OneOf(new HashSet<>(List.of(one, two)), cased, ALL);
      case 1 -> new ValueTest.Text(ValueTest.How.PREFIX, one.substring(0, 1), cased, ALL);
      case 2 -> new ValueTest.Text(ValueTest.How.PREFIX, "s3.", cased, ALL);
      default -> new ValueTest.Either(List.of(whole(one), new ValueTest.Null()));
    };
  }

  private static Predicate at(String path, ValueTest test) {
    return new Predicate.Field(FieldPath.dotted(path), test);
  }

  private static ValueTest whole(String text) {
    return new ValueTest.OneOf(Set.of(text), false, ALL);
  }

  private static ValueTest cased(String text) {
    return new ValueTest.OneOf(Set.of(text), true, ALL);
  }

  private static ValueTest number(String number, boolean ofText) {
    return new ValueTest.Compared(ValueTest.Comparison.EQUAL, new BigDecimal(number), ofText);
  }

  private static ValueTest cidr(String block) {
    return new ValueTest.Cidr(Network.of(block));
  }

  private static ValueTest glob(String pattern) {
    List<Integer> tokens =
        pattern
            .chars()
            .mapToObj(
                each -> each == '*' ? ValueTest.Glob.MANY : each == '?' ? ValueTest.Glob.ONE : each)
            .toList();
    return new ValueTest.Glob(tokens, false, ALL);
  }

  private static boolean matches(EventBatch record, Predicate predicate) {
    Subject subject = new Subject();
    subject.point(record, 0);
    return Matchers.compile(predicate).matches(subject);
  }

  private static EventBatch record(String members) {
    byte[] file =
        ("{\"eventVersion\": \"1.11\", \"eventID\": \"1\", " + members + "}")
            .getBytes(StandardCharsets.UTF_8);
    List<EventBatch> batches = new ArrayList<>();
    try {
      new EventReader().read(new ByteArrayInputStream(file), batches::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return batches.get(0);
  }
}
