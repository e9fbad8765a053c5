package org.touchstone.engine.kpi;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The order in which KPIs are listed. */
final class KpiOrder {

  private static final Pattern PART = Pattern.compile("\\d+|[^\\d.\\s]+");

  /** 2.1.2b before 2.1.10; KPIs without a number behind those of their sub-aspect, by id. */
  static final Comparator<KpiDescriptor> BY_NUMBER =
      Comparator.comparing((KpiDescriptor d) -> firstWord(d.aspect()), KpiOrder::compareNumbers)
          .thenComparing(d -> firstWord(d.subAspect()), KpiOrder::compareNumbers)
          .thenComparing(d -> d.number().isEmpty())
          .thenComparing(KpiDescriptor::number, KpiOrder::compareNumbers)
          .thenComparing(KpiDescriptor::id);

  private KpiOrder() {}

  private static String firstWord(String text) {
    int end = text.indexOf(' ');
    return end < 0 ? text : text.substring(0, end);
  }

  private static int compareNumbers(String a, String b) {
    List<String> partsA = parts(a);
    List<String> partsB = parts(b);
    for (int i = 0; i < Math.min(partsA.size(), partsB.size()); i++) {
      int order = compareParts(partsA.get(i), partsB.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(partsA.size(), partsB.size());
  }

  private static int compareParts(String a, String b) {
    boolean numberA = Character.isDigit(a.charAt(0));
    boolean numberB = Character.isDigit(b.charAt(0));
    if (numberA && numberB) {
      return new java.math.BigInteger(a).compareTo(new java.math.BigInteger(b));
    }
    return numberA == numberB ? a.compareTo(b) : Boolean.compare(numberB, numberA);
  }

  private static List<String> parts(String number) {
    List<String> parts = new ArrayList<>();
    Matcher matcher = PART.matcher(number);
    while (matcher.find()) {
      parts.add(matcher.group());
    }
    return parts;
  }
}
