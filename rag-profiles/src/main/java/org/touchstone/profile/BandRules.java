package org.touchstone.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The rules that the bands of a KPI keep, and what would be right where they do not. */
final class BandRules {

  /**
   * A rule that is broken.
   *
   * @param field the field to change
   * @param message what is wrong and what would be right
   */
  record Finding(String field, String message) {}

  private record Piece(RagLight light, Interval interval) {}

  private final Band range;
  private final Map<RagLight, Band> bands = new EnumMap<>(RagLight.class);
  private final List<Finding> findings = new ArrayList<>();

  private BandRules(Band range, Band green, Band amber, Band red) {
    this.range = range;
    bands.put(RagLight.GREEN, green);
    bands.put(RagLight.AMBER, amber);
    bands.put(RagLight.RED, red);
  }

  /** What is wrong with these bands; empty if nothing is. */
  static List<Finding> check(Band range, Band green, Band amber, Band red) {
    BandRules rules = new BandRules(range, green, amber, red);
    rules.check();
    return List.copyOf(rules.findings);
  }

  private void check() {
    if (range.pieces().size() != 1) {
      add("range", "the range " + range + " is not one interval; write one, as in [0, 1]");
      return;
    }
    requireNonEmpty(RagLight.GREEN, "a check that nothing can pass says nothing");
    requireNonEmpty(RagLight.RED, "a check that nothing can fail says nothing");
    findOutside();
    findOverlap(RagLight.GREEN, RagLight.AMBER);
    findOverlap(RagLight.GREEN, RagLight.RED);
    findOverlap(RagLight.AMBER, RagLight.RED);
    findGaps();
    if (findings.isEmpty()) {
      findMisplacedAmber();
    }
  }

  private void requireNonEmpty(RagLight light, String why) {
    if (band(light).isEmpty()) {
      add(name(light), name(light) + " is empty; " + why + ", so give it the values it stands for");
    }
  }

  private void findOutside() {
    bands.forEach(
        (light, band) -> {
          Band outside = band.minus(range);
          if (!outside.isEmpty()) {
            add(
                name(light),
                outside
                    + " of "
                    + name(light)
                    + " is outside the range "
                    + range
                    + "; shorten "
                    + name(light)
                    + " to "
                    + band.intersect(range));
          }
        });
  }

  /** The better band gives way, so that no value gets a better light than the author may mean. */
  private void findOverlap(RagLight better, RagLight worse) {
    Band shared = band(better).intersect(band(worse));
    if (!shared.isEmpty()) {
      add(
          name(better),
          shared
              + " is in "
              + name(better)
              + " and in "
              + name(worse)
              + "; shorten "
              + name(better)
              + " to "
              + band(better).minus(shared));
    }
  }

  private void findGaps() {
    Band covered = Band.EMPTY;
    for (Band band : bands.values()) {
      covered = covered.union(band);
    }
    for (Interval hole : range.minus(covered).pieces()) {
      Band gap = Band.of(List.of(hole));
      RagLight filler = fillerOf(hole);
      add(
          name(filler),
          gap
              + " is in no band; "
              + (band(filler).isEmpty() ? "set " : "extend ")
              + name(filler)
              + " to "
              + band(filler).union(gap));
    }
  }

  /** The worse neighbour of a gap; amber between a green and a red one. */
  private RagLight fillerOf(Interval hole) {
    Optional<RagLight> below = Optional.empty();
    Optional<RagLight> above = Optional.empty();
    for (Piece piece : ascending()) {
      if (piece.interval.high() <= hole.low()) {
        below = Optional.of(piece.light);
      } else if (above.isEmpty()) {
        above = Optional.of(piece.light);
      }
    }
    RagLight left = below.orElse(above.orElse(RagLight.AMBER));
    RagLight right = above.orElse(left);
    if (left != right && left != RagLight.AMBER && right != RagLight.AMBER) {
      return RagLight.AMBER;
    }
    return left.isAtLeast(right) ? right : left;
  }

  private void findMisplacedAmber() {
    List<Piece> pieces = ascending();
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      String below = i == 0 ? "the range begins" : "is " + name(pieces.get(i - 1).light);
      boolean last = i == pieces.size() - 1;
      String above = last ? "the range ends" : "is " + name(pieces.get(i + 1).light);
      if (piece.light == RagLight.AMBER) {
        boolean between = i > 0 && !last && pieces.get(i - 1).light != pieces.get(i + 1).light;
        if (!between) {
          add(
              "amber",
              "amber "
                  + piece.interval
                  + " is not between green and red: below it "
                  + below
                  + ", above it "
                  + above
                  + "; exchange bands so that amber separates green from red");
        }
      } else if (!last
          && pieces.get(i + 1).light != RagLight.AMBER
          && !band(RagLight.AMBER).isEmpty()) {
        add(
            "amber",
            name(piece.light)
                + " "
                + piece.interval
                + " touches "
                + name(pieces.get(i + 1).light)
                + " "
                + pieces.get(i + 1).interval
                + " without amber between them; give amber the values around "
                + Decimals.text(piece.interval.high()));
      }
    }
  }

  private List<Piece> ascending() {
    List<Piece> pieces = new ArrayList<>();
    bands.forEach(
        (light, band) -> {
          for (Interval interval : band.pieces()) {
            pieces.add(new Piece(light, interval));
          }
        });
    pieces.sort(Comparator.comparing(Piece::interval, Interval::compareStarts));
    return pieces;
  }

  private Band band(RagLight light) {
    return bands.getOrDefault(light, Band.EMPTY);
  }

  private void add(String field, String message) {
    findings.add(new Finding(field, message));
  }

  private static String name(RagLight light) {
    return light.name().toLowerCase(Locale.ROOT);
  }
}
