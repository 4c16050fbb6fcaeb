package io.trailhouse.house;

import static com.tngtech.archunit.lang.SimpleConditionEvent.violated;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.MethodCallTarget;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/// Who may know whom, what things are called, and where time comes from.
class HouseRulesTest {
  /// A module's tests lie in a folder for its own build, and in a jar for those that borrow them.
  private static final ImportOption NO_TEST_JARS = location -> !location.contains("-tests.jar");

  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(NO_TEST_JARS)
          .importPackages("io.trailhouse");

  private static final Set<String> REFUSED =
      Set.of("Util", "Utils", "Helper", "Manager", "Impl", "Base", "Abstract", "Common", "Info");

  /// Owners of a clock: the object graph, the entrance, and what is never shipped.
  private static final String[] CLOCK_OWNERS = {
    "io.trailhouse.platform..",
    "io.trailhouse.cli..",
    "io.trailhouse.testkit..",
    "io.trailhouse.bench.."
  };

  @Test
  void everyPackageHasALineInTheFloorTable() {
    classes()
        .should(haveALine())
        .because("a new package says in Floors.TABLE whom it may import, lowest floor first")
        .check(HOUSE);
  }

  @Test
  void packagesImportOnlyWhatTheirFloorAllows() {
    classes()
        .should(stayOnTheirFloor())
        .because(
            "knowledge goes downward: move the class to the floor that needs it, or let the upper"
                + " floor hand in a small interface; Floors.TABLE is changed only with"
                + " ARCHITECTURE.md")
        .check(HOUSE);
  }

  @Test
  void doorsAskServicesAndNoEngine() {
    noClasses()
        .that()
        .resideInAnyPackage("io.trailhouse.cli..", "io.trailhouse.page..", "io.trailhouse.api..")
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "io[.]trailhouse[.](query[.]Query(Engine|Pool)|coverage[.]Coverage|alert[.]AlertDesk"
                + "|lake[.]findings[.]FindingTable|lake[.]catalog[.]Lake)")
        .because("command line, page and API are doors onto the same services: ask these")
        .check(HOUSE);
  }

  @Test
  void packagesMakeNoCircles() {
    slices()
        .matching("io.trailhouse.(**)")
        .should()
        .beFreeOfCycles()
        .because(
            "two packages that need each other are one: move what both need into the lower one")
        .check(HOUSE);
  }

  @Test
  void outsideLibrariesStayInTheirPackage() {
    classes()
        .should(nameOnlyTheirLibraries())
        .because(
            "a library that one package knows can be replaced in one package: ask that package, or"
                + " change Floors.LIBRARIES with a reason in docs/dependencies.md")
        .check(HOUSE);
  }

  @Test
  void namesSayWhatThingsAre() {
    noClasses()
        .should(carryARefusedWord())
        .because("the words " + REFUSED + " fit everything: name what it is or what it does")
        .check(HOUSE);
  }

  @Test
  void timeIsGiven() {
    noClasses()
        .that()
        .resideOutsideOfPackages(CLOCK_OWNERS)
        .and()
        .doNotHaveFullyQualifiedName(
            "io.trailhouse.lake.catalog.LakeCatalog") // Iceberg asks the system's
        .should()
        .callMethodWhere(readsTheClock())
        .because("a test must own the clock: take a java.time.InstantSource in the constructor")
        .check(HOUSE);
  }

  @Test
  void nobodySleeps() {
    noClasses()
        .that()
        .resideOutsideOfPackages(CLOCK_OWNERS)
        .should()
        .callMethodWhere(
            call(
                "Thread.sleep",
                target -> target.getFullName().startsWith("java.lang.Thread.sleep")))
        .because("a sleep hides a missing signal: wait for the signal, or take a pacer")
        .check(HOUSE);
  }

  private static ArchCondition<JavaClass> haveALine() {
    return new ArchCondition<>("belong to a package of the floor table") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        if (Floors.lineOf(type.getPackageName()).isEmpty()) {
          events.add(violated(type, type.getPackageName() + " has no line in the floor table"));
        }
      }
    };
  }

  private static ArchCondition<JavaClass> stayOnTheirFloor() {
    return new ArchCondition<>("import only what the floor table allows") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String line = Floors.lineOf(type.getPackageName()).orElse("");
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          Optional<String> other = Floors.lineOf(dependency.getTargetClass().getPackageName());
          if (other.isPresent() && !Floors.mayImport(line, other.get())) {
            events.add(violated(type, line + " -> " + other.get() + ": " + describe(dependency)));
          }
        }
      }
    };
  }

  private static ArchCondition<JavaClass> nameOnlyTheirLibraries() {
    return new ArchCondition<>("name only the libraries of their package") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String line = Floors.lineOf(type.getPackageName()).orElse("");
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
          Optional<Set<String>> allowed =
              Floors.mayName(dependency.getTargetClass().getPackageName());
          if (allowed.isPresent() && !allowed.get().contains(line)) {
            events.add(violated(type, line + " may not: " + describe(dependency)));
          }
        }
      }
    };
  }

  private static String describe(Dependency dependency) {
    return dependency.getDescription();
  }

  private static ArchCondition<JavaClass> carryARefusedWord() {
    return new ArchCondition<>("carry a refused word") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean refused =
            Arrays.stream(type.getSimpleName().split("(?=\\p{Lu})")).anyMatch(REFUSED::contains);
        events.add(new SimpleConditionEvent(type, refused, type.getName()));
      }
    };
  }

  private static DescribedPredicate<JavaMethodCall> readsTheClock() {
    Set<String> clocks = Set.of("now", "systemUTC", "systemDefaultZone", "system");
    return call(
        "the system's clock",
        target ->
            target.getFullName().startsWith("java.lang.System.currentTimeMillis")
                || (target.getOwner().getPackageName().equals("java.time")
                    && clocks.contains(target.getName())
                    && target.getRawParameterTypes().stream()
                        .noneMatch(type -> type.getSimpleName().endsWith("Clock"))));
  }

  private static DescribedPredicate<JavaMethodCall> call(
      String name, Predicate<MethodCallTarget> test) {
    return new DescribedPredicate<>("the target is " + name) {
      @Override
      public boolean test(JavaMethodCall call) {
        return test.test(call.getTarget());
      }
    };
  }
}
