package io.trailhouse.cli;

import io.trailhouse.login.Passwords;
import io.trailhouse.login.Role;
import io.trailhouse.login.Users;
import io.trailhouse.platform.Page;
import io.trailhouse.problem.Code;
import io.trailhouse.problem.TrailhouseException;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `trailhouse page`: a way into the page that `serve` shows.
@Command(
    name = "page",
    description = {
      "Print a link that opens the page of the running serve, once and within ten minutes.",
      "",
      "Whoever opens it may do everything: it is for the person whose home folder this is. Others"
          + " get a line in the file that server.users names, which page user prints.",
      ""
    },
    footer = {
      "",
      "Example: trailhouse page",
      "         trailhouse page user alice --role analyst >> users"
    })
@SuppressWarnings("NullAway.Init") // picocli fills the fields
final class PageCommand implements Callable<Integer> {
  private static final int SHORTEST = 12;

  @ParentCommand private TrailhouseCommand program;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    String link = Page.link(program.home());
    if (link == null) {
      throw new TrailhouseException(
          Code.NOT_FOUND,
          "no serve runs on this home",
          program.home().toString(),
          "Start it: trailhouse serve; it prints a link itself");
    }
    spec.commandLine().getOut().println(link);
    return ExitCode.OK;
  }

  @Command(
      name = "user",
      description = {
        "Print a line for the file that server.users names. The password is asked for, or read"
            + " from standard input.",
        ""
      })
  int user(
      @Parameters(paramLabel = "NAME", description = "How the user logs in.") String name,
      @Option(
              names = "--role",
              paramLabel = "ROLE",
              defaultValue = "read",
              description =
                  "read asks; analyst also changes findings, saved queries and dashboards; admin"
                      + " may all (default ${DEFAULT-VALUE}).")
          String role)
      throws IOException {
    if (!Users.isName(name)) {
      throw wrong("a user's name has up to 100 letters, digits and . _ @ + -", "NAME");
    }
    if (Role.named(role) == null) {
      throw wrong("the roles are read, analyst and admin", "--role " + role);
    }
    char[] password = password();
    if (password.length < SHORTEST) {
      throw wrong("a password has at least " + SHORTEST + " characters", "password");
    }
    spec.commandLine().getOut().println(name + ":" + role + ":" + Passwords.kept(password));
    return ExitCode.OK;
  }

  private static TrailhouseException wrong(String problem, String place) {
    return new TrailhouseException(Code.WRONG_USE, problem, place, "Choose another one");
  }

  @SuppressWarnings("SystemConsoleNull") // Java 25 has none where input is a pipe
  private static char[] password() throws IOException {
    Console console = System.console();
    if (console != null && console.isTerminal()) {
      char[] first = console.readPassword("Password: ");
      char[] again = console.readPassword("Again: ");
      if (first == null || !Arrays.equals(first, again)) {
        throw wrong("the two are not the same", "password");
      }
      return first;
    }
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = in.readLine();
    return line == null ? new char[0] : line.toCharArray();
  }
}
