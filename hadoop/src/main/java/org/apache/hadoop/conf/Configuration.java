package org.apache.hadoop.conf;

import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Names and texts, with the typed getters and setters that parquet-java calls. Unlike Hadoop's it
/// reads no files and substitutes no variables. Safe for use by several threads.
public class Configuration implements Iterable<Map.Entry<String, String>> {
  private final Map<String, String> values = new ConcurrentHashMap<>();

  public Configuration() {}

  /// There are no default files, so `loadDefaults` changes nothing.
  @SuppressWarnings("unused")
  public Configuration(boolean loadDefaults) {}

  public Configuration(Configuration other) {
    values.putAll(other.values);
  }

  public @Nullable String get(String name) {
    return values.get(name);
  }

  public @Nullable String get(String name, @Nullable String otherwise) {
    String value = values.get(name);
    return value == null ? otherwise : value;
  }

  public @Nullable String getTrimmed(String name) {
    String value = values.get(name);
    return value == null ? null : value.trim();
  }

  public @Nullable String getTrimmed(String name, @Nullable String otherwise) {
    String value = getTrimmed(name);
    return value == null ? otherwise : value;
  }

  public boolean getBoolean(String name, boolean otherwise) {
    String value = getTrimmed(name);
    if ("true".equalsIgnoreCase(value)) {
      return true;
    }
    return "false".equalsIgnoreCase(value) ? false : otherwise;
  }

  public int getInt(String name, int otherwise) {
    String value = getTrimmed(name);
    return value == null ? otherwise : Integer.parseInt(value);
  }

  public long getLong(String name, long otherwise) {
    String value = getTrimmed(name);
    return value == null ? otherwise : Long.parseLong(value);
  }

  public float getFloat(String name, float otherwise) {
    String value = getTrimmed(name);
    return value == null ? otherwise : Float.parseFloat(value);
  }

  public double getDouble(String name, double otherwise) {
    String value = getTrimmed(name);
    return value == null ? otherwise : Double.parseDouble(value);
  }

  public String @Nullable [] getStrings(String name, String @Nullable ... otherwise) {
    String value = values.get(name);
    return value == null ? otherwise : value.split(",", -1);
  }

  public @Nullable Class<?> getClass(String name, @Nullable Class<?> otherwise) {
    String value = getTrimmed(name);
    if (value == null) {
      return otherwise;
    }
    try {
      return getClassByName(value);
    } catch (ClassNotFoundException e) {
      throw new IllegalArgumentException("Cannot load the class that " + name + " names", e);
    }
  }

  public <U> @Nullable Class<? extends U> getClass(
      String name, @Nullable Class<? extends U> otherwise, Class<U> parent) {
    Class<?> found = getClass(name, otherwise);
    return found == null ? null : found.asSubclass(parent);
  }

  public Class<?> getClassByName(String name) throws ClassNotFoundException {
    return Class.forName(name, true, getClassLoader());
  }

  public ClassLoader getClassLoader() {
    ClassLoader context = Thread.currentThread().getContextClassLoader();
    return context == null ? Configuration.class.getClassLoader() : context;
  }

  public void set(String name, String value) {
    values.put(name, value);
  }

  public void setBoolean(String name, boolean value) {
    set(name, Boolean.toString(value));
  }

  public void setInt(String name, int value) {
    set(name, Integer.toString(value));
  }

  public void setLong(String name, long value) {
    set(name, Long.toString(value));
  }

  public void setStrings(String name, String... value) {
    set(name, String.join(",", value));
  }

  public void setClass(String name, Class<?> value, Class<?> parent) {
    set(name, value.asSubclass(parent).getName());
  }

  @Override
  public Iterator<Map.Entry<String, String>> iterator() {
    return values.entrySet().iterator();
  }
}
