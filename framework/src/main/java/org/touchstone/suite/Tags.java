package org.touchstone.suite;

import java.util.List;
import org.junit.platform.engine.TestTag;

/** Tags as JUnit allows them; its filters could not name others. */
final class Tags {

  private Tags() {}

  static void requireValid(String[] tags, List<String> problems) {
    for (String tag : tags) {
      if (!TestTag.isValid(tag)) {
        problems.add(
            "found the tag \""
                + tag
                + "\"; a tag has no spaces and none of , ( ) & | ! and is not empty");
      }
    }
  }
}
