package org.apache.hadoop.util;

import java.lang.reflect.Constructor;
import org.apache.hadoop.conf.Configurable;
import org.apache.hadoop.conf.Configuration;

/// Makes objects from classes. Hadoop's name, because parquet-java calls it by that name.
public final class ReflectionUtils {
  private ReflectionUtils() {}

  public static <T> T newInstance(Class<T> type, Configuration conf) {
    try {
      Constructor<T> constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      T made = constructor.newInstance();
      if (made instanceof Configurable configurable) {
        configurable.setConf(conf);
      }
      return made;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot make a " + type.getName(), e);
    }
  }
}
