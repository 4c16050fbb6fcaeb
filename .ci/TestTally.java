import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// Adds up the test reports below the current folder. Takes the names of steps that failed; answers
/// 1 when a step or a test failed, when a test was skipped that could have run here, or when no
/// test ran at all.
class TestTally {
  /// What `.ci/run` cannot set up everywhere, as the reasons of skipped tests begin.
  private static final List<String> NOT_TO_BE_HAD =
      List.of(
          "needs the right to mount", "needs a user without rights", "needs Trino", "takes long");

  private static final int SLOWEST = 20;

  private final List<String> failures = new ArrayList<>();
  private final Map<String, Integer> skipReasons = new TreeMap<>();
  private final List<Timed> times = new ArrayList<>();
  private int ran;
  private int skipped;
  private int skippedWrongly;

  private record Timed(String name, double seconds) {}

  public static void main(String[] failedSteps) throws Exception {
    TestTally tally = new TestTally();
    for (Path report : reports()) {
      tally.add(report);
    }
    tally.print(List.of(failedSteps));
    boolean good = failedSteps.length == 0 && tally.failures.isEmpty() && tally.ran > 0;
    System.exit(good ? 0 : 1);
  }

  private static List<Path> reports() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("."), 4)) {
      return files
          .filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
          .filter(file -> file.getParent().getFileName().toString().endsWith("-reports"))
          .sorted()
          .toList();
    }
  }

  private void add(Path report) throws Exception {
    DocumentBuilder builder = DocumentBuilderFactory.newInstance().newDocumentBuilder();
    NodeList cases = builder.parse(report.toFile()).getElementsByTagName("testcase");
    for (int i = 0; i < cases.getLength(); i++) {
      Element test = (Element) cases.item(i);
      String name = test.getAttribute("classname") + "." + test.getAttribute("name");
      NodeList skips = test.getElementsByTagName("skipped");
      if (skips.getLength() > 0) {
        skipped++;
        String reason = reason((Element) skips.item(0));
        skipReasons.merge(reason, 1, Integer::sum);
        if (NOT_TO_BE_HAD.stream().noneMatch(reason::startsWith)) {
          failures.add(name + ", skipped: " + reason);
          skippedWrongly++;
        }
      } else {
        ran++;
        times.add(new Timed(name, Double.parseDouble(test.getAttribute("time").replace(",", ""))));
        if (has(test, "failure") || has(test, "error")) {
          failures.add(name);
        }
      }
    }
  }

  private static boolean has(Element test, String outcome) {
    return test.getElementsByTagName(outcome).getLength() > 0;
  }

  /// The message of the assumption that did not hold; reports give it as an attribute or as text.
  private static String reason(Element skip) {
    String message = skip.getAttribute("message");
    if (message.isBlank()) {
      message = skip.getTextContent().strip().replaceFirst("^[\\w.]+: ", "");
    }
    message = message.replaceFirst("^Assumption failed: ", "");
    return message.lines().findFirst().orElse("no reason given");
  }

  private void print(List<String> failedSteps) {
    System.out.println("slowest tests:");
    times.stream()
        .sorted(Comparator.comparingDouble(Timed::seconds).reversed())
        .limit(SLOWEST)
        .forEach(test -> System.out.printf("%8.1f s  %s%n", test.seconds(), test.name()));
    skipReasons.forEach((why, times) -> System.out.println("skipped " + times + ": " + why));
    failures.forEach(name -> System.out.println("failed: " + name));
    failedSteps.forEach(name -> System.out.println("failed step: " + name));
    int failed = Math.max(failures.size(), failedSteps.isEmpty() ? 0 : 1);
    int passed = ran - (failures.size() - skippedWrongly);
    System.out.println();
    System.out.println(passed + " passed, " + failed + " failed, " + skipped + " skipped");
  }
}
