package io.trailhouse.rule;

import static io.trailhouse.rule.TestRules.isTrue;
import static io.trailhouse.rule.TestRules.problem;
import static io.trailhouse.rule.TestRules.problemOf;
import static io.trailhouse.rule.TestRules.read;
import static io.trailhouse.rule.TestRules.rule;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Values, modifiers and conditions as Sigma means them (spec: rules.md, R10 to R18).
class SigmaDetectionTest {
  private static final String VALUES =
      """
      a: Foo              ! \"a\": \"foo\"            ! true
      a|cased: Foo        ! \"a\": \"foo\"            ! false
      a|cased: Foo        ! \"a\": \"Foo\"            ! true
      a: foo              ! \"a\": \"foobar\"         ! false
      a: foo*             ! \"a\": \"FooBar\"         ! true
      a: f?o              ! \"a\": \"fo\"             ! false
      a: f?o              ! \"a\": \"f\u00e4o\"       ! true
      a: 'x\\*y'          ! \"a\": \"x*y\"            ! true
      a: 'x\\*y'          ! \"a\": \"xzy\"            ! false
      a: 'x\\\\*y'        ! \"a\": \"x\\\\zzy\"       ! true
      a: 'x\\\\*y'        ! \"a\": \"x*y\"            ! false
      a: 'x\\\\\\*y'      ! \"a\": \"x\\\\*y\"        ! true
      a: 'x\\y'           ! \"a\": \"x\\\\y\"         ! true
      a: 'x\\\\y'         ! \"a\": \"x\\\\y\"         ! true
      a: 'x\\'            ! \"a\": \"x\\\\\"          ! true
      a: ''               ! \"a\": \"\"               ! true
      a: ''               ! \"a\": \" \"              ! false
      a: ''               ! \"b\": 1                  ! false
      a: null             ! \"b\": 1                  ! true
      a: null             ! \"a\": null               ! true
      a: null             ! \"a\": \"null\"           ! false
      a: null             ! \"a\": \"\"               ! false
      a: []               ! \"b\": 1                  ! true
      a: []               ! \"a\": 1                  ! false
      a: [null, x]        ! \"b\": 1                  ! true
      a: '*'              ! \"b\": 1                  ! false
      a: '*'              ! \"a\": null               ! false
      a: '*'              ! \"a\": \"\"               ! true
      a|contains: '*'     ! \"a\": [{\"b\": 1}]       ! true
      a: 5                ! \"a\": 5                  ! true
      a: 5                ! \"a\": 5.0                ! true
      a: 5                ! \"a\": \"5\"              ! true
      a: 5                ! \"a\": \"x5\"             ! false
      a: 1.0              ! \"a\": 1                  ! true
      a: '5'              ! \"a\": 5                  ! true
      a: '5'              ! \"a\": 5.0                ! false
      a: true             ! \"a\": true               ! true
      a: true             ! \"a\": \"True\"           ! true
      a: 'true'           ! \"a\": true               ! true
      a: 'NO'             ! \"a\": \"No\"             ! true
      a: no               ! \"a\": \"No\"             ! true
      a: false            ! \"a\": 0                  ! false
      a|contains: susp    ! \"a\": {\"x\":\"Suspended\"} ! true
      a: '{\"x\":1}'      ! \"a\": {\"x\": 1}         ! true
      a.b.c: x            ! \"a\": {\"b\":[{\"c\":[\"y\",\"x\"]}]} ! true
      a.b: [x, y]         ! \"a\": [{\"b\":\"y\"}]    ! true
      a|contains|all: [x, y] ! \"a\": \"yax\"         ! true
      a|all|contains: [x, y] ! \"a\": \"yay\"         ! false
      a|startswith: ab    ! \"a\": \"ABc\"            ! true
      a|endswith: bc      ! \"a\": \"ABc\"            ! true
      a|endswith: ab      ! \"a\": \"ABc\"            ! false
      a|neq: x            ! \"a\": \"y\"              ! true
      a|neq: x            ! \"a\": \"X\"              ! false
      a|neq: x            ! \"b\": 1                  ! true
      a|neq: [x, y]       ! \"a\": \"y\"              ! false
      a|exists: true      ! \"a\": null               ! true
      a|exists: true      ! \"b\": 1                  ! false
      a|exists: false     ! \"b\": 1                  ! true
      """;

  /// R10, R11: an item, a record's member, and what comes of it.
  @ParameterizedTest
  @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = VALUES)
  void aValueIsComparedByItsText(String item, String member, boolean expected) {
    assertThat(isTrue(item.strip(), member.strip())).as(item + " on " + member).isEqualTo(expected);
  }

  private static final String MODIFIERS =
      """
      a|re: foo           ! \"a\": \"xfoox\"          ! true
      a|re: foo           ! \"a\": \"FOO\"            ! false
      a|re|i: foo         ! \"a\": \"FOO\"            ! true
      a|re|ignorecase: ^F ! \"a\": \"foo\"            ! true
      a|re: ^oo           ! \"a\": \"foo\"            ! false
      a|re|startswith: oo ! \"a\": \"foo\"            ! false
      a|re|endswith: o    ! \"a\": \"foo\"            ! true
      a|re: a.c           ! \"a\": \"a\\nc\"          ! false
      a|re|s: a.c         ! \"a\": \"a\\nc\"          ! true
      a|re: ^c            ! \"a\": \"a\\nc\"          ! false
      a|re|m: ^c          ! \"a\": \"a\\nc\"          ! true
      a|re: '^\\d+$'      ! \"a\": 12                 ! true
      a|base64: foo       ! \"a\": \"Zm9v\"           ! true
      a|base64|contains: foo ! \"a\": \"--Zm9v--\"    ! true
      a|base64offset|contains: foobar ! \"a\": \"eGZvb2Jhcg==\" ! true
      a|base64offset|contains: foobar ! \"a\": \"eHhmb29iYXI=\" ! true
      a|base64offset|contains: foobar ! \"a\": \"Zm9vYmFyeA==\" ! true
      a|base64offset|contains: foobar ! \"a\": \"Zm9vYmF6\" ! false
      a|wide|base64: ab   ! \"a\": \"YQBiAA==\"       ! true
      a|utf16le|base64: ab ! \"a\": \"YQBiAA==\"      ! true
      a|utf16be|base64: ab ! \"a\": \"AGEAYg==\"      ! true
      a|utf16|base64: ab  ! \"a\": \"//5hAGIA\"       ! true
      a|wide: ab          ! \"a\": \"a\\u0000b\\u0000\" ! true
      a|windash|contains: ' -f' ! \"a\": \"rm /f\"    ! true
      a|contains|windash: ' -f' ! \"a\": \"rm \u2014f\" ! true
      a|windash|contains: ' -f' ! \"a\": \"rm f\"     ! false
      a|windash: 'x-f'    ! \"a\": \"x/f\"            ! false
      a|windash|contains|all: [' -f', ' -g'] ! \"a\": \"rm /f -g\" ! true
      a|windash|contains|all: [' -f', ' -g'] ! \"a\": \"rm /f\" ! false
      a|cidr: 10.0.0.0/8  ! \"a\": \"10.200.3.4\"     ! true
      a|cidr: 10.0.0.0/8  ! \"a\": \"11.0.0.1\"       ! false
      a|cidr: 10.0.0.0/8  ! \"a\": \"cloudtrail.amazonaws.com\" ! false
      a|cidr: '2001:db8::/32' ! \"a\": \"2001:DB8:1::5\" ! true
      a|gte: 5            ! \"a\": 5                  ! true
      a|gt: 5             ! \"a\": 5                  ! false
      a|lt: 5             ! \"a\": 4.5                ! true
      a|lte: 5            ! \"a\": \"4\"              ! true
      a|lt: 5             ! \"a\": \"x\"              ! false
      a|lt: 5             ! \"b\": 1                  ! false
      a|fieldref: b       ! \"a\": \"X\", \"b\": \"x\" ! true
      a|fieldref: b       ! \"a\": \"X\", \"b\": \"xy\" ! false
      a|fieldref|startswith: b ! \"a\": \"xyz\", \"b\": \"xy\" ! true
      a|fieldref|contains: b ! \"a\": \"xyz\", \"b\": \"y\" ! true
      a|fieldref|neq: b   ! \"a\": \"x\", \"b\": \"y\" ! true
      a|fieldref: b       ! \"a\": null, \"b\": null  ! false
      a|fieldref: b       ! \"a\": \"x\"              ! false
      a|hour: 8           ! \"a\": \"2026-05-01T08:30:00Z\" ! true
      a|hour|gte: 9       ! \"a\": \"2026-05-01T08:30:00Z\" ! false
      a|hour: 8           ! \"a\": \"2026-05-01T08:30:00+05:00\" ! true
      a|minute: 30        ! \"a\": \"2026-05-01 08:30:00\" ! true
      a|day: 1            ! \"a\": \"2026-05-01T08:30:00Z\" ! true
      a|week: 18          ! \"a\": \"2026-05-01T08:30:00Z\" ! true
      a|month|lt: 6       ! \"a\": \"2026-05-01T08:30:00Z\" ! true
      a|year: 2026        ! \"a\": \"2026-05-01T08:30:00Z\" ! true
      a|year: 2026        ! \"a\": \"soon\"           ! false
      """;

  /// R12 to R15.
  @ParameterizedTest
  @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = MODIFIERS)
  void modifiersDoWhatTheirNamesSay(String item, String member, boolean expected) {
    assertThat(isTrue(item.strip(), member.strip())).as(item + " on " + member).isEqualTo(expected);
  }

  private static final String REFUSED =
      """
      a|contains: 5       ! contains takes text
      a|startswith: true  ! startswith takes text
      a|cased: 5          ! cased takes text
      a|contains: null    ! contains takes text
      a|re: 5             ! re takes text
      a|re: '('           ! is no regular expression
      a|lt: '5'           ! lt takes a number
      a|hour: x           ! hour takes a number
      a|exists: 'true'    ! exists takes true or false
      a|exists|neq: true  ! does not go together
      a|cidr: 10.0.0.1/8  ! has bits set behind its prefix
      a|cidr: 10.0.0.0/33 ! is no network
      a|neq|re: x         ! re is not the first modifier
      a|all|cidr: 10.0.0.0/8 ! cidr is not the first modifier
      a|neq|exists: true  ! exists is not the first modifier
      a|i: x              ! belong to an expression
      a|base64: 'x*'      ! cannot encode a wildcard
      a|contains|base64: x ! cannot encode a wildcard
      a|base64offset: a   ! too short
      a|utf16: x          ! no text that a record can hold
      a|fieldref: 'b*'    ! name of another field
      a|fieldref|base64: b ! does not go together
      a|contains|startswith: x ! contradict each other
      a|contain: x        ! Did you mean contains?
      a|contains|contains: x ! stands twice
      a|: x               ! there is no modifier ''
      a|expand: '%who%'   ! nobody has given values for the placeholder %who%
      a: {b: c}           ! a field has values, not keys
      a: [[b]]            ! a value is a text or a number
      a..b: c             ! empty name
      '|startswith': c    ! needs a field
      '|all': []          ! there is no keyword
      a: .inf             ! is no number
      """;

  /// R13: what cannot mean anything is refused with its reason.
  @ParameterizedTest
  @CsvSource(delimiter = '!', quoteCharacter = '`', textBlock = REFUSED)
  void whatMeansNothingIsRefused(String item, String reason) {
    assertThat(problem(item.strip())).contains(reason).contains("rules.yml:5");
  }

  @Test
  void unknownYamlTagsAreRefused() {
    assertThat(problem("a: !foo bar")).contains("the YAML tag !foo is not known");
  }

  /// R14.
  @Test
  void placeholdersStandForTheirValues() {
    Map<String, List<String>> given = Map.of("Who", List.of("ad*", "root"), "B", List.of("x.y"));
    String who = TestRules.selection("a|expand: '%Who%-%B%'");
    assertThat(isTrue(read(who, given), "\"a\": \"Adam-x.y\"")).isTrue();
    assertThat(isTrue(read(who, given), "\"a\": \"root-xzy\"")).isFalse();
    String escaped = TestRules.selection("a|expand: '\\%Who%'");
    assertThat(isTrue(read(escaped, given), "\"a\": \"%Who%\"")).isTrue();
    assertThat(isTrue("a: '%Who%'", "\"a\": \"%who%\"")).isTrue();
    String expression = TestRules.selection("a|re|expand: '^%B%$'");
    assertThat(isTrue(read(expression, given), "\"a\": \"x.y\"")).isTrue();
    assertThat(isTrue(read(expression, given), "\"a\": \"xzy\"")).isFalse();
    String network = TestRules.selection("a|cidr|expand: '%N%'");
    Map<String, List<String>> networks = Map.of("N", List.of("10.0.0.0/8", "192.0.2.0/24"));
    assertThat(isTrue(read(network, networks), "\"a\": \"192.0.2.9\"")).isTrue();
    assertThat(isTrue(read(network, networks), "\"a\": \"192.0.3.9\"")).isFalse();
  }

  /// R16.
  @Test
  void keywordsStandAnywhereInTheRecord() {
    String record = "\"a\": {\"Some Key\": \"evil.EXE and more\"}";
    String list = rule("sel: [nothing, EVIL]\ncondition: sel\n");
    assertThat(isTrue(read(list), record)).isTrue();
    assertThat(isTrue(read(rule("sel: 'evil*more'\ncondition: sel\n")), record)).isTrue();
    assertThat(isTrue(read(rule("sel: 'evil?more'\ncondition: sel\n")), record)).isFalse();
    assertThat(isTrue("'|all': [evil, some key]", record)).isTrue();
    assertThat(isTrue("'|all': [evil, other]", record)).isFalse();
    assertThat(isTrue("'|cased': EVIL", record)).isFalse();
    assertThat(isTrue("'|re': 'e.il'", record)).isTrue();
    String mixed = rule("sel: [nothing, {a.b: x}, [{awsRegion: R}, y]]\ncondition: sel\n");
    assertThat(isTrue(read(mixed), record)).isTrue();
  }

  /// R11: maps are AND, lists of maps OR.
  @Test
  void listsOfMapsAreAlternatives() {
    String either = rule("sel: [{a: 1, b: 2}, {c: 3}]\ncondition: sel\n");
    assertThat(isTrue(read(either), "\"a\": 1, \"b\": 3")).isFalse();
    assertThat(isTrue(read(either), "\"a\": 1, \"b\": 2")).isTrue();
    assertThat(isTrue(read(either), "\"c\": 3")).isTrue();
  }

  /// R17, R18.
  @ParameterizedTest
  @CsvSource({
    "not a and b or c, '\"b\": 1', true",
    "not a and b or c, '\"a\": 1, \"b\": 1', false",
    "not a and b or c, '\"a\": 1, \"c\": 1', true",
    "not (a and b or c), '\"b\": 1', true",
    "a or b and c, '\"a\": 1', true",
    "not not a, '\"a\": 1', true",
    "1 of them, '\"c\": 1', true",
    "1 of them, '\"u\": 1', false",
    "1 of _*, '\"u\": 1', true",
    "any of *, '\"u\": 1', false",
    "all of them, '\"a\": 1, \"b\": 1, \"c\": 1, \"n\": 1', true",
    "all of them, '\"a\": 1, \"b\": 1, \"c\": 1', false",
    "a and not 1 of foo*, '\"a\": 1', true",
    "a and not 1 of foo*, '\"b\": 1', false",
    "notable, '\"n\": 1', true",
    "not notable, '\"n\": 1', false",
    "'[a, c]', '\"c\": 1', true",
  })
  void conditionsAreReadByWords(String condition, String members, boolean expected) {
    String blocks = "a: {a: 1}\nb: {b: 1}\nc: {c: 1}\nnotable: {n: 1}\n_under: {u: 1}\n";
    RuleReading reading = read(rule(blocks + "condition: " + condition + "\n"));
    assertThat(isTrue(reading, members)).isEqualTo(expected);
  }

  /// R18.
  @ParameterizedTest
  @CsvSource({
    "1 of foo*, so that nothing is left of it",
    "not all of foo*, so that nothing is left of it",
    "selektion, Did you mean selection?",
    "2 of them, '2 of'",
    "selection AND selection, Write and in lower case",
    "NOT selection, Write not in lower case",
    "(selection, a parenthesis is not closed",
    "selection), is not expected",
    "selection selection, is not expected",
    "selection and, ends where a name should stand",
    "1 of sel-*, behind '1 of' stands no pattern",
    "selection | count() > 5, Write a correlation rule",
    "selection & selection, has no meaning",
    "'\"\"', the condition is empty",
    "5, a condition is a text",
  })
  void aConditionThatSaysNothingClearIsRefused(String condition, String reason) {
    String yaml = rule("selection: {a: 1}\ncondition: " + condition + "\n");
    assertThat(problemOf(yaml)).contains(reason).startsWith("rules.yml:5: detection.condition");
  }
}
