package io.trailhouse.rule;

import io.trailhouse.document.Yaml;
import io.trailhouse.match.Predicate;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads Sigma rules, correlations and filters (specification 2.1.0) from any number of YAML files,
/// and at the end finds what they refer to in each other.
///
/// A document with a mistake is refused as a whole and all mistakes are told; nothing of a document
/// is left out silently. Not for several threads at once.
public final class SigmaReader {
  private static final List<String> KINDS = List.of("detection", "correlation", "filter");

  private final Map<String, List<String>> placeholders;
  private final List<Review> reviews = new ArrayList<>();
  private final List<Draft> drafts = new ArrayList<>();
  private final Set<String> refused = new HashSet<>();

  /// @param placeholders values of `%name%` for rules with the modifier `expand`
  public SigmaReader(Map<String, List<String>> placeholders) {
    this.placeholders = Map.copyOf(placeholders);
  }

  /// Reads one file to its end.
  ///
  /// @param file what problems and rules call it
  /// @param in its bytes; the caller closes it
  public void add(String file, InputStream in) {
    Review review = review(file);
    List<Yaml.Mapping> documents = RuleDocuments.read(in, review);
    if (documents.isEmpty() && review.count() == 0) {
      review.wrong(1, "", "there is no rule in the file", "Write one, or do not name the file");
    }
    Yaml.Mapping template = null;
    Yaml.Mapping previous = null;
    boolean broken = review.count() > 0;
    for (Yaml.Mapping document : documents) {
      int before = review.count();
      String action = action(document, review);
      Yaml.Mapping rule = document.without("action");
      switch (action) {
        case "global" -> template = rule;
        case "reset" -> template = null;
        case "repeat" -> {
          if (previous == null) {
            review.wrong(
                document.line(), "action", "there is no rule to repeat", "Write one first");
          } else {
            previous = previous.with(rule);
            document(previous, review, broken);
          }
        }
        default -> {
          previous = template == null || hasOther(document) ? document : template.with(document);
          document(previous, review, broken || review.count() > before);
        }
      }
    }
  }

  /// Notes a file that could not be opened.
  public void unreadable(String file, String problem, String remedy) {
    review(file).wrong(1, "", problem, remedy);
  }

  /// What all files together say.
  public RuleReading end() {
    List<Rule> rules = new RuleLinker(drafts, refused).link();
    List<RuleProblem> problems = new ArrayList<>();
    List<RuleProblem> remarks = new ArrayList<>();
    for (Review review : reviews) {
      problems.addAll(review.problems());
      remarks.addAll(review.remarks());
    }
    return new RuleReading(rules, problems, remarks);
  }

  private Review review(String file) {
    Review review = new Review(file);
    reviews.add(review);
    return review;
  }

  private static boolean hasOther(Yaml.Mapping document) {
    return document.members().containsKey("correlation")
        || document.members().containsKey("filter");
  }

  /// The old form's action; empty for an ordinary document.
  private static String action(Yaml.Mapping document, Review review) {
    String action = new Section(document, "", review).text("action", 256);
    if (action == null) {
      return "";
    }
    if (!Set.of("global", "reset", "repeat").contains(action)) {
      review.wrong(document.line(), "action", "there is no action '" + action + "'", "Take it out");
      return "";
    }
    return action;
  }

  /// @param broken whether the file's form is wrong, so that nothing of it can be trusted
  private void document(Yaml.Mapping mapping, Review review, boolean broken) {
    int before = review.count();
    Section section = new Section(mapping, "", review);
    Draft draft = draft(section);
    if (draft == null || broken || review.count() > before) {
      for (String key : List.of("id", "name", "title")) {
        if (section.value(key) instanceof Yaml.Scalar scalar) {
          refused.add(scalar.text());
        }
      }
    } else {
      drafts.add(draft);
    }
  }

  private @Nullable Draft draft(Section section) {
    List<String> kinds =
        KINDS.stream().filter(kind -> section.mapping().members().containsKey(kind)).toList();
    if (kinds.size() != 1) {
      section.wrong(
          "",
          kinds.isEmpty()
              ? "it is no rule: there is neither detection nor correlation nor filter"
              : "it is more than one thing: " + String.join(", ", kinds),
          "Write one of the three into a document");
      return null;
    }
    String kind = kinds.get(0);
    Section body = section.section(kind);
    if (body == null) {
      if (section.value(kind) == null) {
        section.wrong(kind, "it is empty", "Write what it looks for");
      }
      return null;
    }
    return switch (kind) {
      case "detection" -> detection(section, body);
      case "correlation" -> correlation(section, body);
      default -> filter(section, body);
    };
  }

  private Draft detection(Section section, Section body) {
    Rule head = new HeadReader(section).read();
    LogSource source = LogSource.read(section, true);
    Predicate predicate =
        new DetectionCompiler(section.review(), placeholders)
            .compile("detection", body.mapping(), List.of());
    return new Draft.Detection(
        head.with(new RuleLogic.OneEvent(predicate), head.version()), source, section);
  }

  private static Draft correlation(Section section, Section body) {
    Rule head = new HeadReader(section).read();
    LogSource.read(section, false);
    return new CorrelationReader(head, body).read();
  }

  private Draft filter(Section section, Section body) {
    Rule head = new HeadReader(section).read();
    LogSource source = LogSource.read(section, true);
    Yaml condition = body.value("condition");
    if (condition instanceof Yaml.Sequence) {
      body.wrong("condition", "a filter has one condition", "Join them by or");
    }
    Predicate predicate =
        new DetectionCompiler(section.review(), placeholders)
            .compile("filter", body.mapping(), List.of("rules"));
    if (!body.mapping().members().containsKey("rules")) {
      body.wrong("rules", "it is missing", "Name rules by id or name, or write any");
    }
    if (condition instanceof Yaml.Scalar text && !text.text().matches("(?s).*\\bnot\\b.*")) {
      section
          .review()
          .remark(
              text.line(),
              "filter.condition",
              "the rules find only what this filter selects",
              "To leave that out instead, write: not " + text.text());
    }
    List<String> rules = body.textOrTexts("rules");
    return new Draft.Filtering(
        predicate, source, body, rules.equals(List.of("any")) ? List.of() : rules, head.version());
  }
}
