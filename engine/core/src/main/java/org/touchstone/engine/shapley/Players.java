package org.touchstone.engine.shapley;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.touchstone.engine.data.Encoder;
import org.touchstone.engine.data.Input;

/**
 * The players of the game whose Shapley values are computed: each is one column of a row, or a
 * group of columns that take part together. Immutable.
 *
 * <p>A row is the one that a person reads, so a categorical feature is one player, whatever the
 * number of inputs that it is encoded into. The value of a group is its own Shapley value in the
 * game of groups; it is in general not the sum of its members' values.
 *
 * <p>A column that is derived from another one is a player of its own if the model reads it; group
 * it with its source where the two can only change together.
 */
public final class Players {

  private static final int NONE = -1;

  private final List<String> columnNames;
  private final List<String> names;
  private final int[] playerOfColumn;

  private Players(List<String> columnNames, List<String> names, int[] playerOfColumn) {
    this.columnNames = List.copyOf(columnNames);
    this.names = List.copyOf(names);
    this.playerOfColumn = playerOfColumn;
    if (names.isEmpty()) {
      throw new IllegalArgumentException("A game needs a player; the rows have no column");
    }
    if (new HashSet<>(names).size() < names.size()) {
      throw new IllegalArgumentException("Two players have the same name: " + names);
    }
  }

  /**
   * Each column is a player.
   *
   * @param columnNames the names of the columns, in the order of the model's inputs
   * @throws IllegalArgumentException if there is none, or one is there twice
   */
  public static Players of(List<String> columnNames) {
    int[] identity = new int[columnNames.size()];
    Arrays.setAll(identity, column -> column);
    return new Players(columnNames, columnNames, identity);
  }

  /**
   * Some columns are players. The others, for example a label, are none: they cannot change the
   * model's output.
   *
   * @param columnNames the names of the columns, in the order of the model's inputs
   * @param players the names of the columns that are players, in the order of the attributions
   * @throws IllegalArgumentException if there is no player, one is there twice, or one is no column
   */
  public static Players of(List<String> columnNames, List<String> players) {
    for (String player : players) {
      if (!columnNames.contains(player)) {
        throw new IllegalArgumentException(
            "Player \"" + player + "\" is no column; the columns are " + columnNames);
      }
    }
    int[] playerOf = new int[columnNames.size()];
    Arrays.setAll(playerOf, column -> players.indexOf(columnNames.get(column)));
    return new Players(columnNames, players, playerOf);
  }

  /**
   * Each column that the encoder reads is a player. Columns that it does not read, for example the
   * label, are none: they cannot change the model's output.
   */
  public static Players of(Encoder encoder) {
    return of(encoder.schema().names(), encoder.features());
  }

  /**
   * Players of whom some are groups. A group stands where its first member stood; who is in no
   * group stays alone.
   *
   * @param groups the names of the members of each group, by the name of the group
   * @throws IllegalArgumentException if a group has no member, a member is no player or is in two
   *     groups, or a group has the name of another player
   */
  public Players grouped(Map<String, ? extends List<String>> groups) {
    Map<String, String> groupOf = new HashMap<>();
    for (Map.Entry<String, ? extends List<String>> group : groups.entrySet()) {
      if (group.getValue().isEmpty()) {
        throw new IllegalArgumentException("Group \"" + group.getKey() + "\" has no members");
      }
      for (String member : group.getValue()) {
        if (!names.contains(member)) {
          throw new IllegalArgumentException(
              "Group \""
                  + group.getKey()
                  + "\" names \""
                  + member
                  + "\", which is no player; the players are "
                  + names);
        }
        String other = groupOf.put(member, group.getKey());
        if (other != null) {
          throw new IllegalArgumentException(
              "\""
                  + member
                  + "\" is named twice, in \""
                  + other
                  + "\" and in \""
                  + group.getKey()
                  + "\"; a player can be in one group, once");
        }
      }
    }
    return merged(groupOf);
  }

  private Players merged(Map<String, String> groupOf) {
    Map<String, Integer> groupNumbers = new LinkedHashMap<>();
    List<String> newNames = new ArrayList<>();
    int[] newPlayer = new int[size()];
    for (int player = 0; player < size(); player++) {
      String group = groupOf.get(names.get(player));
      if (group == null) {
        newPlayer[player] = newNames.size();
        newNames.add(names.get(player));
      } else {
        Integer number = groupNumbers.get(group);
        if (number == null) {
          number = newNames.size();
          groupNumbers.put(group, number);
          newNames.add(group);
        }
        newPlayer[player] = number;
      }
    }
    int[] players = playerOfColumn.clone();
    for (int column = 0; column < players.length; column++) {
      players[column] = players[column] == NONE ? NONE : newPlayer[players[column]];
    }
    return new Players(columnNames, newNames, players);
  }

  /** Number of players. */
  public int size() {
    return names.size();
  }

  /** Names of the players, in order. */
  public List<String> names() {
    return names;
  }

  /** Number of columns of a row. */
  public int rowWidth() {
    return playerOfColumn.length;
  }

  /** The columns of a player, in order. */
  public int[] columns(int player) {
    int[] columns = new int[playerOfColumn.length];
    int count = 0;
    for (int column = 0; column < playerOfColumn.length; column++) {
      if (playerOfColumn[column] == player) {
        columns[count++] = column;
      }
    }
    return Arrays.copyOf(columns, count);
  }

  /**
   * The player that each input of a model belongs to: the one that has the input's column.
   *
   * @throws IllegalArgumentException if these are not players over the encoder's columns
   */
  int[] ofInputs(Encoder encoder) {
    if (!columnNames.equals(encoder.schema().names())) {
      throw new IllegalArgumentException(
          "The players are over the columns "
              + columnNames
              + ", the encoder reads "
              + encoder.schema().names());
    }
    List<Input> inputs = encoder.encoding().inputs();
    int[] players = new int[inputs.size()];
    Set<String> without = new HashSet<>();
    for (int i = 0; i < players.length; i++) {
      players[i] = playerOfColumn[encoder.schema().indexOf(inputs.get(i).feature())];
      if (players[i] == NONE) {
        without.add(inputs.get(i).feature());
      }
    }
    if (!without.isEmpty()) {
      throw new IllegalArgumentException("The model reads columns without a player: " + without);
    }
    return players;
  }

  /** The player of each column; every column has one. */
  int[] ofColumns() {
    for (int column = 0; column < playerOfColumn.length; column++) {
      if (playerOfColumn[column] == NONE) {
        throw new IllegalArgumentException(
            "Column \"" + columnNames.get(column) + "\" has no player, but the model reads it");
      }
    }
    return playerOfColumn.clone();
  }

  /** Throws if the players are not over rows of this width. */
  void requireWidth(int width) {
    if (width != rowWidth()) {
      throw new IllegalArgumentException(
          "The players are over rows of "
              + rowWidth()
              + " columns, the model takes "
              + width
              + " columns");
    }
  }
}
