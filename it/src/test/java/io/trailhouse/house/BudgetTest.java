package io.trailhouse.house;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Files of at most 400 lines, methods of at most 40, at most 5 parameters. An exception is a line
/// with its reason in `it/src/test/resources/house/budget-exceptions.txt`.
class BudgetTest {
  private static final int FILE_LINES = 400;
  private static final int METHOD_LINES = 40;
  private static final int PARAMETERS = 5;

  @Test
  void filesAndMethodsStaySmall() throws IOException {
    Map<String, String> over = measure();
    Map<String, String> excepted = exceptions();
    assertThat(excepted.values())
        .as("an exception needs its reason")
        .allSatisfy(reason -> assertThat(reason).hasSizeGreaterThan(10));
    TreeSet<String> idle = new TreeSet<>(excepted.keySet());
    idle.removeAll(over.keySet());
    assertThat(idle).as("these need no exception any more: remove the line").isEmpty();
    over.keySet().removeAll(excepted.keySet());
    assertThat(over.values())
        .as("split by what the parts are about, or give a reason in budget-exceptions.txt")
        .isEmpty();
  }

  private static Map<String, String> exceptions() {
    Path file = Checkout.root().resolve("it/src/test/resources/house/budget-exceptions.txt");
    Map<String, String> reasons = new TreeMap<>();
    for (String line : Checkout.lines(file).orElseThrow()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        int space = (line + " ").indexOf(' ');
        reasons.put(line.substring(0, space), line.substring(space).strip());
      }
    }
    return reasons;
  }

  /// What is over its budget: its name as the exceptions write it, and how much.
  private static Map<String, String> measure() throws IOException {
    Map<String, String> over = new TreeMap<>();
    List<Path> files = new ArrayList<>(Checkout.javaFiles());
    files.removeIf(file -> file.endsWith("package-info.java"));
    for (Path file : files) {
      int lines = Checkout.lines(file).orElseThrow().size();
      if (lines > FILE_LINES) {
        String name = Checkout.name(file);
        over.put(name, name + " has " + lines + " lines");
      }
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null, manager, null, List.of(), null, manager.getJavaFileObjectsFromPaths(files));
      for (CompilationUnitTree unit : task.parse()) {
        new MethodScanner(unit, Trees.instance(task).getSourcePositions(), over).scan(unit, null);
      }
    }
    return over;
  }

  /// Notes methods and constructors that are too long or take too much. Records are data: their
  /// components are not parameters.
  private static final class MethodScanner extends TreePathScanner<@Nullable Void, @Nullable Void> {
    private final CompilationUnitTree unit;
    private final SourcePositions positions;
    private final Map<String, String> over;
    private final String file;

    MethodScanner(CompilationUnitTree unit, SourcePositions positions, Map<String, String> over) {
      this.unit = unit;
      this.positions = positions;
      this.over = over;
      this.file = Checkout.name(Path.of(unit.getSourceFile().toUri()));
    }

    @Override
    public @Nullable Void visitMethod(MethodTree method, @Nullable Void nothing) {
      long first = unit.getLineMap().getLineNumber(positions.getStartPosition(unit, method));
      long last = unit.getLineMap().getLineNumber(positions.getEndPosition(unit, method));
      String name = file + "#" + method.getName();
      Set<String> problems = new TreeSet<>();
      if (last - first + 1 > METHOD_LINES) {
        problems.add((last - first + 1) + " lines");
      }
      if (method.getParameters().size() > PARAMETERS) {
        problems.add(method.getParameters().size() + " parameters");
      }
      if (!problems.isEmpty()) {
        over.put(name, name + " has " + String.join(" and ", problems));
      }
      return super.visitMethod(method, null);
    }
  }
}
