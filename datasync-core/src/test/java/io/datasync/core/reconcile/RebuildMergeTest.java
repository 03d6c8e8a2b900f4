package io.datasync.core.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.digest.Digest;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.notice.FindingRow;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.EntryKind;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.reconcile.RebuildMerge.Sources;
import io.datasync.core.repair.ChangeKind;
import io.datasync.core.repair.RowChange;
import io.datasync.core.store.StoredFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("What a rebuild makes of one path")
class RebuildMergeTest {
    private static final RelativePath PATH = RelativePath.known("2026-04-23/part-1.csv");
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final Digest SAME = Digest.OF_NOTHING;
    private static final Digest OTHER = Digest.of(Digest.sha256().digest(new byte[1]));
    private static final RunId REPAIR = new RunId("rebuild-1");
    private static final RebuildMerge MERGE = new RebuildMerge(REPAIR, NOW);

    /** {@code -}, or {@code same}, {@code longer}, {@code other} (digest), {@code folder}. */
    private static Optional<Fact> fact(String what, int day) {
        Instant at = NOW.minusSeconds(day * 86_400L);
        return switch (what) {
            case "-" -> Optional.empty();
            case "same" -> Optional.of(new Fact(SourceEntry.file(PATH, 7, 100), SAME, at));
            case "longer" -> Optional.of(new Fact(SourceEntry.file(PATH, 8, 100), SAME, at));
            case "other" -> Optional.of(new Fact(SourceEntry.file(PATH, 7, 100), OTHER, at));
            case "folder" -> Optional.of(new Fact(SourceEntry.folder(PATH), Digest.OF_NOTHING, at));
            default -> throw new IllegalArgumentException(what);
        };
    }

    /** {@code -}, or {@code same}, {@code longer}, {@code other}, or {@code silent}: without a digest. */
    private static Optional<StoredFile> listed(String what) {
        return switch (what) {
            case "-" -> Optional.empty();
            case "same" -> Optional.of(new StoredFile(PATH, 7, 100, Optional.of(SAME)));
            case "longer" -> Optional.of(new StoredFile(PATH, 8, 100, Optional.of(SAME)));
            case "other" -> Optional.of(new StoredFile(PATH, 7, 100, Optional.of(OTHER)));
            case "silent" -> Optional.of(new StoredFile(PATH, 7, 100, Optional.empty()));
            default -> throw new IllegalArgumentException(what);
        };
    }

    @ParameterizedTest
    @DisplayName("D-4 CORE-8 the whole table for a path without a row: certificate, journal, listing")
    @CsvSource({
        "-,      -,      -,      -",
        "-,      -,      same,   PRESENT",
        "-,      -,      silent, PRESENT",
        "-,      same,   -,      MISSING",
        "-,      same,   same,   VERIFIED",
        "-,      same,   silent, PRESENT",
        "-,      same,   other,  DAMAGED",
        "-,      same,   longer, DAMAGED",
        "-,      folder, -,      -",
        "-,      folder, same,   DAMAGED",
        "same,   -,      -,      MISSING",
        "same,   -,      same,   ATTESTED",
        "same,   -,      silent, ATTESTED",
        "same,   -,      other,  DAMAGED",
        "same,   -,      longer, DAMAGED",
        "same,   same,   -,      MISSING",
        "same,   same,   same,   VERIFIED",
        "same,   same,   silent, ATTESTED",
        "same,   same,   other,  DAMAGED",
        "same,   same,   longer, DAMAGED",
        "same,   other,  -,      MISSING",
        "same,   other,  same,   DAMAGED",
        "same,   other,  silent, DAMAGED",
        "same,   other,  other,  DAMAGED",
        "same,   folder, same,   DAMAGED",
        "same,   longer, longer, DAMAGED",
        "same,   longer, same,   DAMAGED",
        "folder, -,      -,      ATTESTED",
        "folder, -,      same,   DAMAGED"
    })
    void theTable(String certified, String journal, String listing, String expected) {
        Sources sources = new Sources(fact(certified, 3), fact(journal, 2), listed(listing));
        Optional<RowChange> change = MERGE.merge(Optional.empty(), sources);
        assertThat(change.map(made -> made.after().state().name()).orElse("-")).isEqualTo(expected);
        change.ifPresent(made -> {
            assertThat(made.kind().name()).isEqualTo(expected);
            assertThat(made.after().run()).isEqualTo(REPAIR);
            assertThat(made.after().atSource()).isFalse();
        });
    }

    private static List<Optional<EntryRow>> rows() {
        List<Optional<EntryRow>> rows = new ArrayList<>();
        rows.add(Optional.empty());
        for (EntryState state : EntryState.values()) {
            for (String what : List.of("same", "longer", "other")) {
                Fact fact = fact(what, 9).orElseThrow();
                rows.add(Optional.of(new EntryRow(fact, state, true, 3, new RunId("run-1"), new FencingToken(1, 2))));
            }
        }
        return rows;
    }

    private static List<Sources> sources() {
        List<Sources> all = new ArrayList<>();
        for (String certified : List.of("-", "same", "longer", "other", "folder")) {
            for (String journal : List.of("-", "same", "longer", "other", "folder")) {
                for (String listing : List.of("-", "same", "longer", "other", "silent")) {
                    all.add(new Sources(fact(certified, 3), fact(journal, 2), listed(listing)));
                }
            }
        }
        return all;
    }

    @Test
    @DisplayName(
            "D-4 CORE-8 for any row and any sources: merged twice is merged once, and nothing proven is ever taken back")
    void forAnyRowAndAnySources() {
        for (Optional<EntryRow> row : rows()) {
            for (Sources sources : sources()) {
                Optional<RowChange> change = MERGE.merge(row, sources);
                String of = row.map(r -> r.state() + " " + r.fact()).orElse("none") + " with " + sources;
                change.ifPresent(made -> {
                    assertThat(MERGE.merge(Optional.of(made.after()), sources))
                            .as("again: %s", of)
                            .isEmpty();
                    check(of, row, sources, made);
                });
                boolean settled = row.map(EntryRow::state)
                        .filter(state -> state == EntryState.VERIFIED || state == EntryState.DAMAGED)
                        .isPresent();
                if (settled) {
                    assertThat(change).as(of).isEmpty();
                }
            }
        }
    }

    private static void check(String of, Optional<EntryRow> row, Sources sources, RowChange made) {
        EntryRow after = made.after();
        assertThat(made.before()).as(of).isEqualTo(row);
        boolean finds = made.kind() == ChangeKind.DAMAGED || made.kind() == ChangeKind.MISSING;
        assertThat(made.finding().isPresent()).as(of).isEqualTo(finds);
        if (row.isPresent() && row.get().state() == EntryState.ATTESTED) {
            assertThat(after.state()).as(of).isIn(EntryState.ATTESTED, EntryState.VERIFIED, EntryState.DAMAGED);
        }
        if (after.state() == EntryState.MISSING) {
            assertThat(row)
                    .as("a single listing says nothing against a row: %s", of)
                    .isEmpty();
        }
        row.ifPresent(before -> {
            assertThat(after.atSource()).isTrue();
            assertThat(after.scanSeq()).isEqualTo(3);
        });
        if (after.state() == EntryState.VERIFIED) {
            assertThat(sources.journal()).as(of).contains(after.fact());
            assertThat(sources.listed().flatMap(StoredFile::digest))
                    .as(of)
                    .contains(after.fact().digest());
            assertThat(sources.listed().map(StoredFile::sizeBytes))
                    .as(of)
                    .contains(after.fact().entry().sizeBytes());
        }
        if (after.state() == EntryState.ATTESTED) {
            assertThat(sources.certified()).as(of).contains(after.fact());
            boolean folder = after.fact().entry().kind() == EntryKind.FOLDER;
            assertThat(sources.listed().map(StoredFile::sizeBytes))
                    .as(of)
                    .isEqualTo(
                            folder
                                    ? Optional.empty()
                                    : Optional.of(after.fact().entry().sizeBytes()));
        }
    }

    @Test
    @DisplayName("D-4 a listing alone changes no row, whatever it shows: that is for a reconcile to say")
    void aListingAloneChangesNoRow() {
        for (Optional<EntryRow> row : rows()) {
            for (String listing : List.of("-", "same", "longer", "other", "silent")) {
                boolean missing = row.isPresent() && row.get().state() == EntryState.MISSING;
                if (row.isPresent() && !missing) {
                    Sources sources = new Sources(Optional.empty(), Optional.empty(), listed(listing));
                    assertThat(MERGE.merge(row, sources))
                            .as("%s, %s", row, listing)
                            .isEmpty();
                }
            }
        }
    }

    @Test
    @DisplayName("D-4 a row that is missing and listed again is present; one that is present and certified is attested")
    void whatIsNewsToARow() {
        for (Optional<EntryRow> row : rows()) {
            EntryState state = row.map(EntryRow::state).orElse(EntryState.VERIFIED);
            if (state == EntryState.MISSING) {
                assertThat(after(row, new Sources(Optional.empty(), Optional.empty(), listed("same"))))
                        .contains(EntryState.PRESENT);
            }
            if (state == EntryState.PRESENT || state == EntryState.MISSING) {
                assertThat(after(row, new Sources(fact("same", 3), Optional.empty(), listed("same"))))
                        .contains(EntryState.ATTESTED);
            }
        }
    }

    private static Optional<EntryState> after(Optional<EntryRow> row, Sources sources) {
        return MERGE.merge(row, sources).map(change -> change.after().state());
    }

    @Test
    @DisplayName("D-6 a version of another content is not the file of the certificate: that one is missing")
    void aVersionOfAnotherContent() {
        for (String version : List.of("longer", "other")) {
            Sources sources = new Sources(fact("same", 3), Optional.empty(), Optional.empty(), listed(version));
            assertThat(after(Optional.empty(), sources)).as(version).contains(EntryState.MISSING);
        }
    }

    @Test
    @DisplayName("D-4 a disagreement is a finding with both sides")
    void aDisagreementHasBothSides() {
        RowChange change = MERGE.merge(
                        Optional.empty(), new Sources(fact("same", 3), fact("other", 2), listed("silent")))
                .orElseThrow();
        assertThat(change.finding())
                .contains(new FindingRow(
                        FindingRow.Kind.DIGEST_DIFFERS,
                        PATH.folder(),
                        Optional.of(PATH),
                        SAME.hex(),
                        OTHER.hex(),
                        NOW));
    }
}
