package io.trailhouse.rule;

import io.trailhouse.document.Yaml;
import io.trailhouse.document.YamlDocuments;
import io.trailhouse.document.YamlProblem;
import io.trailhouse.problem.FileReason;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/// Reads the documents of one rule file and words what is wrong with its form.
final class RuleDocuments {
  private static final String FORM_FIRST =
      "Fix the file's form first; nothing behind this place was read";

  private RuleDocuments() {}

  /// The documents that are mappings; what is wrong is told to the review.
  static List<Yaml.Mapping> read(InputStream in, Review review) {
    List<Yaml.Mapping> mappings = new ArrayList<>();
    try {
      YamlDocuments read = YamlDocuments.read(in, review.file());
      read.problems().forEach(problem -> tell(problem, review));
      for (Yaml document : read.documents()) {
        if (document instanceof Yaml.Mapping mapping) {
          mappings.add(mapping);
        } else if (read.problems().isEmpty()) {
          review.wrong(
              document.line(), "", "a document is a rule with keys", "Begin with `title:`");
        }
      }
    } catch (IOException e) {
      review.wrong(1, "", "it cannot be read: " + FileReason.of(e), "Make the file readable");
    }
    return mappings;
  }

  private static void tell(YamlProblem problem, Review review) {
    int line = problem.line();
    String path = problem.path();
    String text = problem.text();
    switch (problem.kind()) {
      case UNFIT -> review.wrong(line, "", text, "Nothing of it was read");
      case NOT_YAML -> review.wrong(line, "", "it is not YAML: " + text, FORM_FIRST);
      case TOO_LARGE ->
          review.wrong(line, path, "it is nested too deep or too large", "Write it out, smaller");
      case NO_NAME ->
          review.wrong(line, path, "a key must be a name", "Put a name ahead of the colon");
      case TWICE -> review.wrong(line, path, "it is here twice", "Leave one of them");
      case NO_NUMBER ->
          review.wrong(line, path, text + " is no number that can be compared", "Quote it as text");
      case UNKNOWN_TAG ->
          review.wrong(line, path, "the YAML tag " + text + " is not known", "Leave the tag out");
    }
  }
}
