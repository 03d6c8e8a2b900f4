package io.datasync.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.datasync.core.digest.Digest;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.notice.FindingRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.repair.ChangeKind;
import io.datasync.core.repair.MovingFiles;
import io.datasync.core.repair.RowChange;
import io.datasync.core.store.StoredFile;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("What becomes of a row when a listing is held against it")
class ReconcilePlannerTest {
    private static final RelativePath PATH = RelativePath.known("2026-04-23/part-1.csv");
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final Duration LEASE = Duration.ofMinutes(5);
    private static final RunId REPAIR = new RunId("repair-1");
    private static final Digest DIGEST = Digest.OF_NOTHING;
    private static final MovingFiles NOTHING = new MovingFiles(Set.of(), false);
    private static final EntryRow.Check CHECK = new EntryRow.Check(EntryRow.Checker.SERVER, NOW.minusSeconds(9));

    private static EntryRow row(EntryState state, Optional<Instant> absentSince) {
        Fact fact = new Fact(SourceEntry.file(PATH, 7, 100), DIGEST, NOW.minusSeconds(86_400));
        EntryRow row = new EntryRow(fact, state, true, 3, new RunId("run-1"), new FencingToken(1, 2));
        return row.repaired(fact, state, Optional.of(CHECK), absentSince);
    }

    private static Optional<StoredFile> file(long size) {
        return Optional.of(new StoredFile(PATH, size, 100, Optional.empty()));
    }

    private static ReconcilePlanner planner(MovingFiles moving, boolean mayMiss) {
        return new ReconcilePlanner(REPAIR, NOW, LEASE, moving, mayMiss);
    }

    @ParameterizedTest
    @DisplayName("D-4 D-24 CORE-7 the whole table: state, listing, when a listing first missed it")
    @CsvSource({
        // state, listed, noted before, expected
        "VERIFIED, equal, never,  -",
        "VERIFIED, equal, 4 min,  ABSENCE_WITHDRAWN",
        "VERIFIED, equal, 5 min,  ABSENCE_WITHDRAWN",
        "VERIFIED, other, never,  DAMAGED",
        "VERIFIED, other, 5 min,  DAMAGED",
        "VERIFIED, no,    never,  ABSENCE_NOTED",
        "VERIFIED, no,    4 min,  -",
        "VERIFIED, no,    5 min,  MISSING",
        "ATTESTED, equal, never,  -",
        "ATTESTED, equal, 5 min,  ABSENCE_WITHDRAWN",
        "ATTESTED, other, never,  DAMAGED",
        "ATTESTED, no,    never,  ABSENCE_NOTED",
        "ATTESTED, no,    4 min,  -",
        "ATTESTED, no,    5 min,  MISSING",
        "PRESENT,  equal, never,  -",
        "PRESENT,  equal, 5 min,  ABSENCE_WITHDRAWN",
        "PRESENT,  other, never,  DAMAGED",
        "PRESENT,  no,    never,  ABSENCE_NOTED",
        "PRESENT,  no,    4 min,  -",
        "PRESENT,  no,    5 min,  MISSING",
        "DAMAGED,  equal, never,  -",
        "DAMAGED,  equal, 5 min,  ABSENCE_WITHDRAWN",
        "DAMAGED,  other, never,  -",
        "DAMAGED,  other, 5 min,  ABSENCE_WITHDRAWN",
        "DAMAGED,  no,    never,  ABSENCE_NOTED",
        "DAMAGED,  no,    4 min,  -",
        "DAMAGED,  no,    5 min,  MISSING",
        "MISSING,  equal, never,  RETURNED",
        "MISSING,  equal, 5 min,  RETURNED",
        "MISSING,  other, 5 min,  DAMAGED",
        "MISSING,  no,    never,  -",
        "MISSING,  no,    5 min,  -"
    })
    void theTable(EntryState state, String listed, String noted, String expected) {
        Optional<Instant> since = noted.equals("never")
                ? Optional.empty()
                : Optional.of(NOW.minus(Duration.ofMinutes(noted.charAt(0) - '0')));
        Optional<StoredFile> file =
                switch (listed) {
                    case "equal" -> file(7);
                    case "other" -> file(8);
                    case "no" -> Optional.empty();
                    default -> throw new IllegalArgumentException(listed);
                };
        EntryRow row = row(state, since);
        Optional<RowChange> change = planner(NOTHING, true).known(row, file);
        assertThat(change.map(c -> c.kind().name()).orElse("-")).isEqualTo(expected);
        change.ifPresent(made -> {
            assertThat(made.before()).contains(row);
            assertThat(made.after().fact().entry()).isEqualTo(row.fact().entry());
            assertThat(made.after().atSource()).isTrue();
            assertThat(made.after().run()).isEqualTo(row.run());
            assertThat(planner(NOTHING, true).known(made.after(), file))
                    .as("a second time")
                    .isEmpty();
            boolean isFinding = made.kind() == ChangeKind.DAMAGED || made.kind() == ChangeKind.MISSING;
            assertThat(made.finding().isPresent()).isEqualTo(isFinding);
        });
        MovingFiles moving = new MovingFiles(Set.of(PATH), false);
        assertThat(planner(moving, true).known(row, file)).as("moving").isEmpty();
        assertThat(planner(new MovingFiles(Set.of(), true), true).known(row, file))
                .as("perhaps moving")
                .isEmpty();
        Optional<RowChange> held = planner(NOTHING, false).known(row, file);
        assertThat(held).isEqualTo(expected.equals("MISSING") ? Optional.empty() : change);
        assertThat(planner(NOTHING, false).holds(row, file)).isEqualTo(expected.equals("MISSING"));
        assertThat(planner(NOTHING, true).holds(row, file)).isFalse();
        assertThat(planner(moving, false).holds(row, file)).isFalse();
    }

    @Test
    @DisplayName("D-4 a size that differs is a finding, with both sizes")
    void aSizeThatDiffersIsAFinding() {
        RowChange change = planner(NOTHING, true)
                .known(row(EntryState.VERIFIED, Optional.empty()), file(8))
                .orElseThrow();
        assertThat(change.finding())
                .contains(new FindingRow(
                        FindingRow.Kind.SIZE_DIFFERS, PATH.folder(), Optional.of(PATH), "7 bytes", "8 bytes", NOW));
    }

    @Test
    @DisplayName(
            "D-4 what comes back is present with what the share promises now, and damaged when that is another digest")
    void whatComesBackIsPresent() {
        EntryRow missing = row(EntryState.MISSING, Optional.of(NOW.minusSeconds(3_600)));
        assertThat(planner(NOTHING, true).wantsDigest(Optional.of(missing))).isTrue();
        EntryRow back =
                planner(NOTHING, true).known(missing, file(7)).orElseThrow().after();
        assertThat(back.fact().digest()).isEqualTo(Digest.UNKNOWN);
        assertThat(back.check()).isEmpty();
        assertThat(back.absentSince()).isEmpty();
        var promised = Optional.of(new StoredFile(PATH, 7, 100, Optional.of(DIGEST)));
        assertThat(planner(NOTHING, true)
                        .known(missing, promised)
                        .orElseThrow()
                        .after()
                        .fact()
                        .digest())
                .isEqualTo(DIGEST);
        Digest other = Digest.of(Digest.sha256().digest(new byte[7]));
        var changed = Optional.of(new StoredFile(PATH, 7, 100, Optional.of(other)));
        RowChange change = planner(NOTHING, true).known(missing, changed).orElseThrow();
        assertThat(change.kind()).isEqualTo(ChangeKind.DAMAGED);
        assertThat(change.finding().map(FindingRow::kind)).contains(FindingRow.Kind.DIGEST_DIFFERS);
    }

    @Test
    @DisplayName("D-4 what is only listed is present: not at the source, of no scan, and without proof")
    void whatIsOnlyListedIsPresent() {
        StoredFile listed = new StoredFile(PATH, 7, 100, Optional.of(DIGEST));
        assertThat(planner(NOTHING, true).wantsDigest(Optional.empty())).isTrue();
        RowChange change = planner(NOTHING, true).unknown(listed).orElseThrow();
        assertThat(change.kind()).isEqualTo(ChangeKind.PRESENT);
        assertThat(change.after())
                .isEqualTo(new EntryRow(
                        new Fact(SourceEntry.file(PATH, 7, 100), DIGEST, NOW),
                        EntryState.PRESENT,
                        false,
                        0,
                        REPAIR,
                        FencingToken.NONE));
        assertThat(planner(NOTHING, true).known(change.after(), Optional.of(listed)))
                .isEmpty();
        assertThat(planner(new MovingFiles(Set.of(PATH), false), true).unknown(listed))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(EntryState.class)
    @DisplayName("D-15 an empty folder is in no listing and never missing; a file of its name is a finding")
    void anEmptyFolderIsNeverMissing(EntryState state) {
        Fact fact = new Fact(SourceEntry.folder(PATH), DIGEST, NOW);
        EntryRow row = new EntryRow(fact, state, true, 3, new RunId("run-1"), new FencingToken(1, 2));
        EntryRow noted = row.repaired(fact, state, Optional.empty(), Optional.of(NOW.minusSeconds(3_600)));
        for (EntryRow each : List.of(row, noted)) {
            assertThat(planner(NOTHING, true).known(each, Optional.empty())).isEmpty();
        }
        Optional<RowChange> change = planner(NOTHING, true).known(row, file(0));
        assertThat(change.flatMap(RowChange::finding).map(FindingRow::kind))
                .isEqualTo(state == EntryState.DAMAGED ? Optional.empty() : Optional.of(FindingRow.Kind.KIND_DIFFERS));
    }

    @Test
    @DisplayName("CORE-7 a tenth of the files may go missing, or 20 of them, and any number when allowed")
    void howManyMayGoMissing() {
        ReconcileSettings settings = ReconcileSettings.DEFAULTS;
        assertThat(settings.mayMiss(20, 30)).isTrue();
        assertThat(settings.mayMiss(21, 30)).isFalse();
        assertThat(settings.mayMiss(100, 1_000)).isTrue();
        assertThat(settings.mayMiss(101, 1_000)).isFalse();
        assertThat(settings.allowingMissing().mayMiss(1_000, 1_000)).isTrue();
        assertThat(settings.dry().allowingMissing().dryRun()).isTrue();
        assertThat(settings.allowingMissing().dry().allowMissing()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(EntryState.class)
    @DisplayName("D-4 a digest costs a request: it is asked for only of what was missing, or is not on record")
    void whichDigestsAreAskedFor(EntryState state) {
        assertThat(planner(NOTHING, true).wantsDigest(Optional.of(row(state, Optional.empty()))))
                .isEqualTo(state == EntryState.MISSING);
    }

    @ParameterizedTest
    @EnumSource(EntryState.class)
    @DisplayName(
            "D-6 the versions are looked at for what was archived once, with a known digest, and is not just moving")
    void whatMayHaveGivenWay(EntryState state) {
        EntryRow row = row(state, Optional.empty());
        boolean proven = state.archived() || state == EntryState.MISSING;
        assertThat(planner(NOTHING, true).mayBeRetired(row)).isEqualTo(proven);
        assertThat(planner(new MovingFiles(Set.of(PATH), false), true).mayBeRetired(row))
                .isFalse();
        Fact unknown = new Fact(row.fact().entry(), Digest.UNKNOWN, row.fact().verifiedAt());
        assertThat(planner(NOTHING, true)
                        .mayBeRetired(row.repaired(unknown, state, Optional.empty(), Optional.empty())))
                .isFalse();
    }

    @Test
    @DisplayName(
            "D-6 a row is its folder's when the versions hold its content, by size and by digest where one is kept")
    void whatGaveWay() {
        EntryRow row = row(EntryState.VERIFIED, Optional.empty());
        Digest other = Digest.of(Digest.sha256().digest(new byte[7]));
        assertThat(planner(NOTHING, true).retired(row, file(7))).isPresent();
        assertThat(planner(NOTHING, true).retired(row, Optional.of(new StoredFile(PATH, 7, 100, Optional.of(DIGEST)))))
                .isPresent();
        assertThat(planner(NOTHING, true).retired(row, Optional.empty())).isEmpty();
        assertThat(planner(NOTHING, true).retired(row, file(8))).isEmpty();
        assertThat(planner(NOTHING, true).retired(row, Optional.of(new StoredFile(PATH, 7, 100, Optional.of(other)))))
                .isEmpty();
        EntryRow missing = row(EntryState.MISSING, Optional.empty());
        assertThat(planner(NOTHING, true)
                        .retired(missing, file(7))
                        .orElseThrow()
                        .after()
                        .state())
                .isEqualTo(EntryState.VERIFIED);
        EntryRow attested = row(EntryState.ATTESTED, Optional.empty());
        assertThat(planner(NOTHING, true)
                        .retired(attested, file(7))
                        .orElseThrow()
                        .after()
                        .state())
                .isEqualTo(EntryState.ATTESTED);
    }

    @Test
    @DisplayName("The smallest and the largest settings are taken")
    void extremeSettings() {
        ReconcileSettings smallest = new ReconcileSettings(Duration.ofNanos(1), 0, 0, false, false, 1, 1, 1);
        assertThat(smallest.mayMiss(0, 1_000)).isTrue();
        assertThat(smallest.mayMiss(1, 1_000)).isFalse();
        ReconcileSettings largest = new ReconcileSettings(LEASE, 1, 0, false, false, 5_000, 1, 1);
        assertThat(largest.mayMiss(1_000, 1_000)).isTrue();
    }

    @Test
    @DisplayName("Settings that make no sense are refused")
    void settingsAreChecked() {
        for (Duration absence : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ReconcileSettings(absence, 0.1, 20, false, false, 1, 1, 1));
        }
        for (double part : List.of(-0.1, 1.1, Double.NaN)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ReconcileSettings(LEASE, part, 20, false, false, 1, 1, 1));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReconcileSettings(LEASE, 0.1, -1, false, false, 1, 1, 1));
        for (int rows : List.of(0, 5_001)) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ReconcileSettings(LEASE, 0.1, 20, false, false, rows, 1, 1));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReconcileSettings(LEASE, 0.1, 20, false, false, 1, 0, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ReconcileSettings(LEASE, 0.1, 20, false, false, 1, 1, 0));
    }
}
