package org.touchstone.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way to get a profile wrong: refused with file, pointer, line, column and what is right. */
class WrongProfileTest {

  private static final String SOUND =
      """
      {
        "id": "acme",
        "version": "1",
        "title": "ACME",
        "source": "ACME Model Risk Committee",
        "kpis": {
          "AUC": {
            "range": "[0, 1]",
            "green": "[0.8, 1]",
            "amber": "[0.5, 0.8)",
            "red": "[0, 0.5)",
            "threshold": "proposed",
            "rationale": "Because."
          }
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void the_profile_that_the_variants_start_from_is_accepted() throws IOException {
    assertThat(RagProfiles.load(write(SOUND), getClass().getClassLoader()).rules())
        .containsOnlyKeys("AUC");
  }

  @Test
  void rejects_a_profile_with_a_gap() throws IOException {
    assertProblem(
        "[0.5, 0.8)",
        "[0.5, 0.79]",
        "10:16 /kpis/AUC/amber: (0.79, 0.8) is in no band; extend amber to [0.5, 0.8)");
  }

  @Test
  void rejects_a_profile_with_one_missing_point() throws IOException {
    assertProblem(
        "[0, 0.5)", "(0, 0.5)", "11:14 /kpis/AUC/red: {0} is in no band; extend red to [0, 0.5)");
  }

  @Test
  void rejects_a_profile_with_an_overlap() throws IOException {
    assertProblem(
        "[0, 0.5)",
        "[0, 0.6]",
        "10:16 /kpis/AUC/amber: [0.5, 0.6] is in amber and in red; shorten amber to (0.6, 0.8)");
  }

  @Test
  void rejects_a_green_band_that_reaches_into_amber_or_red() throws IOException {
    assertProblem(
        "[0.8, 1]",
        "[0.7, 1]",
        "9:16 /kpis/AUC/green: [0.7, 0.8) is in green and in amber; shorten green to [0.8, 1]");
    assertProblem(
        "[0.8, 1]",
        "{0.2} u [0.8, 1]",
        "9:16 /kpis/AUC/green: {0.2} is in green and in red; shorten green to [0.8, 1]");
  }

  @Test
  void rejects_a_band_outside_the_range() throws IOException {
    assertProblem(
        "[0.8, 1]",
        "[0.8, 1.2]",
        "9:16 /kpis/AUC/green: (1, 1.2] of green is outside the range [0, 1];"
            + " shorten green to [0.8, 1]");
  }

  @Test
  void rejects_an_amber_band_that_is_not_between_green_and_red() throws IOException {
    assertProblem(
        "\"green\": \"[0.8, 1]\",\n      \"amber\": \"[0.5, 0.8)\"",
        "\"green\": \"[0.5, 0.8)\",\n      \"amber\": \"[0.8, 1]\"",
        "10:16 /kpis/AUC/amber: red [0, 0.5) touches green [0.5, 0.8) without amber between them;"
            + " give amber the values around 0.5",
        "10:16 /kpis/AUC/amber: amber [0.8, 1] is not between green and red: below it is green,"
            + " above it the range ends; exchange bands so that amber separates green from red");
  }

  @Test
  void rejects_an_empty_amber_without_a_remark() throws IOException {
    assertProblem(
        "\"amber\": \"[0.5, 0.8)\",\n      \"red\": \"[0, 0.5)\"",
        "\"amber\": \"{}\",\n      \"red\": \"[0, 0.8)\"",
        "10:16 /kpis/AUC/amber: amber is empty; give it values between green and red, or say in"
            + " \"remark\" why there is no amber");
  }

  @Test
  void rejects_an_empty_red_because_nothing_could_fail() throws IOException {
    assertProblem(
        "\"amber\": \"[0.5, 0.8)\",\n      \"red\": \"[0, 0.5)\"",
        "\"amber\": \"[0, 0.8)\",\n      \"red\": \"{}\"",
        "11:14 /kpis/AUC/red: red is empty; a check that nothing can fail says nothing, so give it"
            + " the values it stands for");
  }

  @Test
  void rejects_an_unreachable_band_without_a_remark() throws IOException {
    assertProblem(
        "\"range\": \"[0, 1]\"",
        "\"range\": \"[0, 1]\", \"attainable\": \"[0, 0.7]\"",
        "9:16 /kpis/AUC/green: green [0.8, 1] cannot be reached, values lie in [0, 0.7]; move the"
            + " band, or say in \"remark\" why it stays");
  }

  @Test
  void rejects_a_band_with_a_decimal_comma_at_its_column() throws IOException {
    assertProblem(
        "[0.5, 0.8)",
        "[0,5, 0.8)",
        "10:21 /kpis/AUC/amber: \"[0,5, 0.8)\" is not a band: found \",\"; an interval has two ends,"
            + " and decimals are written with a point");
  }

  @Test
  void rejects_a_band_whose_ends_are_exchanged() throws IOException {
    assertProblem(
        "[0.8, 1]",
        "[1, 0.8]",
        "9:17 /kpis/AUC/green: \"[1, 0.8]\" is not a band: the lower end 1 is above the upper end"
            + " 0.8; exchange them");
  }

  @Test
  void rejects_a_number_where_a_band_is_expected() throws IOException {
    assertProblem(
        "\"[0.8, 1]\"", "0.8", "9:16 /kpis/AUC/green: found 0.8; expected a text in quotes");
  }

  @Test
  void rejects_an_unknown_field_and_names_the_likely_one() throws IOException {
    assertProblem(
        "\"rationale\": \"Because.\"",
        "\"rationale\": \"Because.\", \"remarks\": \"Why not.\"",
        "13:32 /kpis/AUC/remarks: unknown field \"remarks\"; did you mean \"remark\"?");
  }

  @Test
  void rejects_an_unknown_field_of_the_profile_itself() throws IOException {
    assertProblem(
        "\"version\": \"1\"",
        "\"version\": \"1\", \"extend\": \"bhaumik-dey-2023\"",
        "3:19 /extend: unknown field \"extend\"; did you mean \"extends\"?");
  }

  @Test
  void rejects_a_missing_field() throws IOException {
    assertProblem(
        "\"amber\": \"[0.5, 0.8)\",", "", "7:5 /kpis/AUC: \"amber\" is missing; add it to \"AUC\"");
  }

  @Test
  void rejects_a_missing_version() throws IOException {
    assertProblem("\"version\": \"1\",", "", "1:1: \"version\" is missing; add it to the profile");
  }

  @Test
  void rejects_a_duplicate_key_and_names_the_first() throws IOException {
    assertProblem(
        "\"red\": \"[0, 0.5)\"",
        "\"red\": \"[0, 0.5)\", \"green\": \"[0.9, 1]\"",
        "11:26 /kpis/AUC/green: \"green\" is given twice, first on line 9; keep one of them");
  }

  @Test
  void rejects_a_decision_that_does_not_exist() throws IOException {
    assertProblem(
        "\"threshold\"",
        "\"decision\": \"mean\", \"threshold\"",
        "12:19 /kpis/AUC/decision: found \"mean\"; write one of \"point\", \"interval\"");
  }

  @Test
  void rejects_a_wish_to_let_insufficient_data_pass() throws IOException {
    assertProblem(
        "\"threshold\"",
        "\"onInsufficient\": \"pass\", \"threshold\"",
        "12:25 /kpis/AUC/onInsufficient: found \"pass\"; write one of \"fail\", \"abort\"");
  }

  @Test
  void rejects_a_confidence_level_in_per_cent() throws IOException {
    assertProblem(
        "\"threshold\"",
        "\"confidenceLevel\": 95, \"threshold\"",
        "12:26 /kpis/AUC/confidenceLevel: found 95; it is less than 1");
  }

  @Test
  void rejects_a_confidence_level_among_the_parameters() throws IOException {
    assertProblem(
        "\"threshold\"",
        "\"parameters\": {\"level\": 0.9}, \"threshold\"",
        "12:22 /kpis/AUC/parameters/level: the level of the interval is no parameter; write"
            + " \"confidenceLevel\" beside \"parameters\"");
  }

  @Test
  void rejects_nan() throws IOException {
    assertProblem(
        "\"threshold\"",
        "\"confidenceLevel\": NaN, \"threshold\"",
        "12:29: not JSON: found NaN or an infinity where JSON has only numbers; write a number, and"
            + " \"inf\" only inside a band");
  }

  @Test
  void rejects_nan_inside_a_band() throws IOException {
    assertProblem(
        "[0.8, 1]",
        "[NaN, 1]",
        "9:18 /kpis/AUC/green: \"[NaN, 1]\" is not a band: found \"NaN\"; expected a number, inf or"
            + " -inf");
  }

  @Test
  void rejects_a_negative_or_broken_minimum_sample() throws IOException {
    assertProblem(
        "\"threshold\"",
        "\"minimumSample\": {\"rows\": -1, \"numerator\": 2.5, \"rationale\": \"x\"}, \"threshold\"",
        "12:33 /kpis/AUC/minimumSample/rows: found -1; it is at least 0",
        "12:50 /kpis/AUC/minimumSample/numerator: found 2.5; expected a whole number");
  }

  @Test
  void rejects_numbers_that_rounding_would_turn_into_others() throws IOException {
    assertProblem(
        "\"threshold\"",
        "\"confidenceLevel\": 0.99999999999999999999, \"threshold\"",
        "12:26 /kpis/AUC/confidenceLevel: found 0.99999999999999999999, which a double rounds to 1;"
            + " write a level such as 0.95");
    assertProblem(
        "\"kpis\"",
        "\"defaults\": {\"confidenceLevel\": 1e-400}, \"kpis\"",
        "6:35 /defaults/confidenceLevel: found 1E-400, which a double rounds to 0; write a level"
            + " such as 0.95");
    assertProblem(
        "\"threshold\"",
        "\"minimumSample\": {\"rows\": 1e400, \"rationale\": \"x\"}, \"threshold\"",
        "12:33 /kpis/AUC/minimumSample/rows: found 1E+400; it is at most 9007199254740991");
  }

  @Test
  void rejects_a_minimum_sample_without_a_reason() throws IOException {
    assertProblem(
        "\"threshold\"",
        "\"minimumSample\": {\"rows\": 10}, \"threshold\"",
        "12:7 /kpis/AUC/minimumSample: \"rationale\" is missing; add it to \"minimumSample\"",
        "12:24 /kpis/AUC/minimumSample: states no minimum; add rows, numerator or denominator");
  }

  @Test
  void rejects_a_day_that_the_calendar_does_not_have() throws IOException {
    assertProblem(
        "\"version\": \"1\"",
        "\"version\": \"1\", \"inForceFrom\": \"2026-02-30\"",
        "3:34 /inForceFrom: found \"2026-02-30\"; a date is a day of the calendar written as"
            + " 2026-08-02");
  }

  @Test
  void rejects_dates_in_the_wrong_order() throws IOException {
    assertProblem(
        "\"version\": \"1\"",
        "\"version\": \"1\", \"inForceFrom\": \"2026-02-03\", \"inForceTo\": \"2026-02-02\"",
        "3:61 /inForceTo: the last day 2026-02-02 is before the first day 2026-02-03; exchange them"
            + " or correct one");
  }

  @Test
  void rejects_legal_references_without_a_mapping_version() throws IOException {
    assertProblem(
        "\"threshold\"",
        """
        "legal": [{"instrument": "Law", "article": "Art. 1", "jurisdiction": "EU",
          "inForceFrom": "2026-01-01"}], "threshold\"""",
        "12:16 /kpis/AUC/legal: the KPI names legal provisions, but the profile has no"
            + " \"legalMapping\"; add its version, date and statement");
  }

  @Test
  void rejects_an_id_that_is_not_one() throws IOException {
    assertProblem(
        "\"AUC\"",
        "\"1.2.1 AUC\"",
        "7:5 /kpis/1.2.1 AUC: \"1.2.1 AUC\" is not a KPI id; an id is a letter followed by letters,"
            + " digits and underscores");
  }

  @Test
  void rejects_null() throws IOException {
    assertProblem(
        "\"Because.\"", "null", "13:20 /kpis/AUC/rationale: found null; expected a text in quotes");
  }

  @Test
  void rejects_a_blank_rationale() throws IOException {
    assertProblem(
        "\"Because.\"",
        "\" \"",
        "13:20 /kpis/AUC/rationale: the text is blank; write what it asks for");
  }

  @Test
  void rejects_a_truncated_file() throws IOException {
    assertThat(problemsOf(SOUND.substring(0, SOUND.indexOf("proposed"))))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.location().line()).isEqualTo(12);
              assertThat(problem.message()).startsWith("not JSON: Unexpected end-of-input");
            });
  }

  @Test
  void rejects_an_empty_file() throws IOException {
    assertThat(problemsOf(""))
        .extracting(ProfileProblem::message)
        .containsExactly("the file is empty; a profile is a JSON object");
  }

  @Test
  void rejects_a_file_that_is_no_object() throws IOException {
    assertThat(problemsOf("[]"))
        .extracting(ProfileProblem::message)
        .containsExactly("found a list; expected an object {...}");
  }

  @Test
  void rejects_text_after_the_profile() throws IOException {
    assertThat(problemsOf(SOUND + "{}"))
        .extracting(p -> p.location().line() + " " + p.message())
        .containsExactly(
            "17 found text after the end of the profile; a file holds one JSON object");
  }

  @Test
  void rejects_a_file_that_is_not_utf_8() throws IOException {
    Path file = folder.resolve("acme.rag.json");
    Files.write(file, SOUND.replace("Because.", "Präzise.").getBytes(StandardCharsets.ISO_8859_1));

    assertThat(problemsOf(file))
        .extracting(ProfileProblem::toString)
        .containsExactly(file + ":13:23: found a byte that is not UTF-8; save the file as UTF-8");
  }

  @Test
  void a_damaged_file_is_refused_with_a_place_and_never_crashes_the_reader() throws IOException {
    // Every value of every kind, so that damage reaches every branch of the reader.
    String whole =
        SOUND
            .replace(
                "\"version\": \"1\"",
                """
                "version": "1", "inForceFrom": "2026-01-01", "inForceTo": "2026-12-31",
                "legalMapping": {"version": "1", "date": "2026-01-01", "statement": "Evidence."},
                "extends": "bhaumik-dey-2023", "defaults": {"confidenceLevel": 0.9}""")
            .replace(
                "\"threshold\"",
                """
                "decision": "point", "minimumSample": {"rows": 5, "rationale": "x"},
                "parameters": {"form": "a", "w": 0.01}, "attainable": "[0, 1]", "remark": "x",
                "legal": [{"instrument": "L", "article": "1", "jurisdiction": "EU",
                  "inForceFrom": "2026-01-01", "url": "https://example.org"}], "threshold\"""");
    assertThat(RagProfiles.load(write(whole), getClass().getClassLoader()).rules()).hasSize(20);
    String alphabet = "{}[]()\",:. u019-einfNaN\\\u00e9\n";
    Random random = new Random(20260101);
    int refused = 0;
    for (int trial = 0; trial < 600; trial++) {
      StringBuilder damaged = new StringBuilder(whole);
      for (int hits = 1 + random.nextInt(2); hits > 0; hits--) {
        int at = random.nextInt(damaged.length());
        damaged.setCharAt(at, alphabet.charAt(random.nextInt(alphabet.length())));
      }
      if (random.nextInt(4) == 0) {
        damaged.setLength(random.nextInt(damaged.length()));
      }
      String location = write(damaged.toString());
      try {
        RagProfiles.load(location, getClass().getClassLoader());
      } catch (ProfileException e) {
        refused++;
        assertThat(e.problems())
            .isNotEmpty()
            .allSatisfy(
                problem -> {
                  assertThat(problem.location().line()).isPositive();
                  assertThat(problem.location().column()).isPositive();
                  assertThat(problem.message()).isNotBlank();
                });
      }
    }
    assertThat(refused).isGreaterThan(300);
  }

  @Test
  void reports_everything_that_is_wrong_in_the_order_of_the_file() throws IOException {
    String text =
        SOUND
            .replace("\"[0.8, 1]\"", "\"[0.8, 1\"")
            .replace("\"proposed\"", "\"mine\"")
            .replace("\"ACME\"", "\"\"");

    assertThat(problemsOf(text))
        .extracting(p -> p.location().pointer())
        .containsExactly("/title", "/kpis/AUC/green", "/kpis/AUC/threshold");
    assertThat(messageOf(text)).startsWith("The profile has 3 problems:\n  ");
  }

  @Test
  void a_broken_kpi_does_not_hide_the_problems_of_another() throws IOException {
    String second = SOUND.substring(SOUND.indexOf("\"AUC\""), SOUND.indexOf("\n  }\n}"));
    String text =
        SOUND
            .replace("[0.5, 0.8)", "[0.5, 0.7)")
            .replace(
                "\n  }\n}", ",\n" + second.replace("AUC", "F1").replace("[0, 0.5)", "?") + "\n}}");

    assertThat(problemsOf(text))
        .extracting(p -> p.location().pointer())
        .containsExactly("/kpis/AUC/amber", "/kpis/F1/red");
  }

  private void assertProblem(String old, String replacement, String... expected)
      throws IOException {
    assertThat(SOUND).contains(old);
    String text = SOUND.replace(old, replacement);
    Path file = folder.resolve("acme.rag.json");

    assertThat(problemsOf(text))
        .extracting(ProfileProblem::toString)
        .containsExactly(
            List.of(expected).stream().map(problem -> file + ":" + problem).toArray(String[]::new));
  }

  private List<ProfileProblem> problemsOf(String text) throws IOException {
    return problemsOf(Path.of(write(text)));
  }

  private static List<ProfileProblem> problemsOf(Path file) {
    return refusalOf(file.toString()).problems();
  }

  private String messageOf(String text) throws IOException {
    return String.valueOf(refusalOf(write(text)).getMessage());
  }

  private static ProfileException refusalOf(String location) {
    return catchThrowableOfType(
        ProfileException.class,
        () -> RagProfiles.load(location, WrongProfileTest.class.getClassLoader()));
  }

  private String write(String text) throws IOException {
    return Files.writeString(folder.resolve("acme.rag.json"), text).toString();
  }
}
