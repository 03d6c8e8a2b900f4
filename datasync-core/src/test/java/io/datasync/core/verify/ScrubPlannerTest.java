package io.datasync.core.verify;

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
import io.datasync.core.repair.ReadBack;
import io.datasync.core.repair.RowChange;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScrubPlannerTest {
    private static final RelativePath PATH = RelativePath.known("2026-04-23/part-1.csv");
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
    private static final Digest OTHER = Digest.of(Digest.sha256().digest(new byte[1]));

    private static EntryRow row(EntryState state, Digest digest) {
        Fact fact = new Fact(SourceEntry.file(PATH, 7, 100), digest, NOW.minusSeconds(60));
        return new EntryRow(fact, state, true, 3, new RunId("run-1"), new FencingToken(1, 2));
    }

    @ParameterizedTest
    @DisplayName("D-4 D-5 the whole table: state, digest on record, bytes read")
    @CsvSource({
        // state, on record, read, change, state after
        "VERIFIED, known,   equal,  -,        VERIFIED",
        "VERIFIED, known,   other,  DAMAGED,  DAMAGED",
        "VERIFIED, known,   longer, DAMAGED,  DAMAGED",
        "ATTESTED, known,   equal,  -,        ATTESTED",
        "ATTESTED, known,   other,  DAMAGED,  DAMAGED",
        "ATTESTED, known,   longer, DAMAGED,  DAMAGED",
        "PRESENT,  known,   equal,  VERIFIED, VERIFIED",
        "PRESENT,  known,   other,  DAMAGED,  DAMAGED",
        "PRESENT,  known,   longer, DAMAGED,  DAMAGED",
        "PRESENT,  unknown, other,  PRESENT,  PRESENT",
        "PRESENT,  unknown, longer, DAMAGED,  DAMAGED",
        "DAMAGED,  known,   equal,  VERIFIED, VERIFIED",
        "DAMAGED,  known,   other,  -,        DAMAGED",
        "DAMAGED,  known,   longer, -,        DAMAGED",
        "DAMAGED,  unknown, other,  -,        DAMAGED",
        "DAMAGED,  unknown, longer, -,        DAMAGED"
    })
    void theTable(EntryState state, String recorded, String read, String expected, EntryState after) {
        EntryRow row = row(state, recorded.equals("known") ? Digest.OF_NOTHING : Digest.UNKNOWN);
        var content =
                new ReadBack.Content(read.equals("longer") ? 8 : 7, read.equals("equal") ? Digest.OF_NOTHING : OTHER);
        Optional<RowChange> change = ScrubPlanner.judge(row, content, EntryRow.Checker.SERVER, NOW);
        assertThat(change.map(c -> c.kind().name()).orElse("-")).isEqualTo(expected);
        assertThat(change.map(c -> c.after().state()).orElse(row.state())).isEqualTo(after);
        boolean found = change.flatMap(RowChange::finding).isPresent();
        assertThat(found).isEqualTo(expected.equals("DAMAGED"));
        change.filter(c -> after == EntryState.VERIFIED)
                .ifPresent(
                        c -> assertThat(c.after().check()).contains(new EntryRow.Check(EntryRow.Checker.SERVER, NOW)));
        change.filter(c -> after == EntryState.PRESENT)
                .ifPresent(c -> assertThat(c.after().fact().digest()).isEqualTo(OTHER));
        change.ifPresent(c -> assertThat(ScrubPlanner.judge(c.after(), content, EntryRow.Checker.SERVER, NOW)
                        .map(RowChange::kind))
                .as("a second time")
                .isEqualTo(after == EntryState.PRESENT ? Optional.of(ChangeKind.VERIFIED) : Optional.empty()));
    }

    @Test
    @DisplayName("CORE-6 a finding has what was expected and what was found")
    void aFindingHasBoth() {
        RowChange change = ScrubPlanner.judge(
                        row(EntryState.VERIFIED, Digest.OF_NOTHING),
                        new ReadBack.Content(7, OTHER),
                        EntryRow.Checker.SERVER,
                        NOW)
                .orElseThrow();
        assertThat(change.finding())
                .contains(new FindingRow(
                        FindingRow.Kind.DIGEST_DIFFERS,
                        PATH.folder(),
                        Optional.of(PATH),
                        Digest.OF_NOTHING.hex(),
                        OTHER.hex(),
                        NOW));
    }

    @Test
    @DisplayName("Settings that make no sense are refused")
    void settingsAreChecked() {
        for (int rows : new int[] {0, 5_001}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new ScrubSettings(Rotation.FILES, EntryRow.Checker.AGENT, rows, 1));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ScrubSettings(Rotation.FILES, EntryRow.Checker.AGENT, 1, -1));
    }
}
