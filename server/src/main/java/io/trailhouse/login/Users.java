package io.trailhouse.login;

import io.trailhouse.problem.Code;
import io.trailhouse.problem.FileReason;
import io.trailhouse.problem.TrailhouseException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The file of users: a line for each, `NAME:ROLE:PASSWORD`, the last as [Passwords] keeps it or
/// `-` for one whom only a reverse proxy vouches for. Lines that begin with `#` say nothing. Read
/// anew whenever it has changed; a file that has become wrong leaves no user, rather than the old
/// ones.
public final class Users {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._@+-]{1,100}");

  private final Path file;
  private @Nullable Read read;

  private record Read(byte[] content, Map<String, User> users) {}

  /// A user.
  ///
  /// @param stamp another one after every change of the user's line
  record User(String name, Role role, String password, String stamp) {}

  private Users(Path file) {
    this.file = file;
  }

  /// Reads a file.
  ///
  /// @throws TrailhouseException with CONFIG_INVALID that names all its mistakes
  public static Users in(Path file) {
    Users users = new Users(file);
    List<String> problems = new ArrayList<>();
    byte[] content = users.content();
    parse(content, problems);
    if (!problems.isEmpty()) {
      throw new TrailhouseException(
          Code.CONFIG_INVALID,
          String.join("; ", problems),
          file.toString(),
          "A line is NAME:ROLE:PASSWORD; trailhouse page user NAME --role read prints one");
    }
    return users;
  }

  private byte[] content() {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new TrailhouseException(
          Code.CONFIG_INVALID,
          "the file of users cannot be read: " + FileReason.of(e),
          file.toString(),
          "Name a file in server.users that this user may read",
          e);
    }
  }

  /// A user by name; null when there is none.
  synchronized @Nullable User named(String name) {
    byte[] content;
    try {
      content = content();
    } catch (TrailhouseException e) {
      return null;
    }
    Read known = read;
    if (known == null || !MessageDigest.isEqual(known.content(), content)) {
      List<String> problems = new ArrayList<>();
      Map<String, User> users = parse(content, problems);
      known = new Read(content, problems.isEmpty() ? users : Map.of());
      read = known;
    }
    return known.users().get(name);
  }

  private static Map<String, User> parse(byte[] content, List<String> problems) {
    Map<String, User> users = new LinkedHashMap<>();
    List<String> lines = new String(content, StandardCharsets.UTF_8).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      User user = user(line);
      if (user == null) {
        problems.add("line " + (i + 1) + " is no user");
      } else if (users.put(user.name(), user) != null) {
        problems.add("line " + (i + 1) + " names a user again");
      }
    }
    return users;
  }

  private static @Nullable User user(String line) {
    String[] parts = line.split(":", 3);
    Role role = parts.length == 3 ? Role.named(parts[1]) : null;
    return role == null
            || !NAME.matcher(parts[0]).matches()
            || !(parts[2].equals("-") || Passwords.isKept(parts[2]))
        ? null
        : new User(parts[0], role, parts[2], stamp(line));
  }

  private static String stamp(String line) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(line.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// Whether a name can stand in the file.
  public static boolean isName(String name) {
    return NAME.matcher(name).matches();
  }
}
