package io.trailhouse.rule;

import io.trailhouse.event.EventField;
import io.trailhouse.event.EventView;
import io.trailhouse.fixture.GoldenFile;
import io.trailhouse.fixture.SharedData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// docs/attack-coverage.md says what the built-in rules do; `-Dgolden.approve=true` rewrites it.
class AttackCoverageTest {
  @Test
  void thePageSaysWhatTheRulesFind() throws IOException {
    List<Rule> rules = RulePlaces.read(List.of(BuiltinRules.WORD), Map.of()).sound();
    RuleSet set = new RuleSet(rules);
    Path invictus = SharedData.path("invictus-ir");
    Map<String, AttackRecords> attacks = new LinkedHashMap<>();
    attacks.put("stratus", AttackRecords.apart(set, SharedData.path("stratus-red-team")));
    attacks.put("invictus", AttackRecords.together(set, invictus, any -> true));
    attacks.put("traildiscover", AttackRecords.apart(set, SharedData.path("traildiscover")));
    Path ransomware = SharedData.path("sans504-s3-ransomware");
    attacks.put("ransomware", AttackRecords.together(set, ransomware, any -> true));
    Map<String, AttackRecords> quiet = new LinkedHashMap<>();
    Path idle = SharedData.path("opensearch-catalog");
    quiet.put("idle account", AttackRecords.together(set, idle, any -> true));
    Path console = SharedData.path("permiso-console-sessions");
    quiet.put("console sessions", AttackRecords.together(set, console, any -> true));
    quiet.put(
        "invictus, ordinary",
        AttackRecords.together(set, invictus, view -> !isOfTheAttackTool(view)));

    AttackPage page = new AttackPage(rules);
    page.opening(attacks);
    page.techniques(attacks);
    page.attacks(attacks.get("stratus"));
    page.calls(attacks.get("traildiscover"));
    page.noise(quiet);
    Path root = Path.of(System.getProperty("trailhouse.root", ".."));
    GoldenFile.assertApproved(root.resolve("docs/attack-coverage.md"), page.text());
  }

  private static boolean isOfTheAttackTool(EventView view) {
    String agent = view.text(EventField.USER_AGENT);
    return agent != null && agent.contains("stratus-red-team");
  }
}
