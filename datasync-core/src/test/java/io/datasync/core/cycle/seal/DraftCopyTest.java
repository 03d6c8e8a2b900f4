package io.datasync.core.cycle.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.certificate.Certificate;
import io.datasync.core.certificate.CertifiedLoss;
import io.datasync.core.certificate.Predecessor;
import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.seal.DraftHead;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("I-14 a draft that no honest server shows is refused, and breaks nothing")
final class DraftCopyTest {
    private static final FolderName DAY = RelativePath.known("2026-04-22/x").folder();

    @TempDir
    private Path scratch;

    private DraftCopy copy() {
        return new DraftCopy(DAY, scratch);
    }

    /** What is taken of a draft with these entries. */
    private List<Fact> taken(SourceEntry... entries) throws SyncException {
        List<Fact> taken = new ArrayList<>();
        try (DraftCopy copy = copy()) {
            for (SourceEntry entry : entries) {
                copy.entry(fact(entry));
            }
            for (Fact fact = copy.nextEntry(); fact != null; fact = copy.nextEntry()) {
                taken.add(fact);
            }
        }
        return taken;
    }

    private static DraftHead head(FolderName folder, Optional<Predecessor> previous) {
        return new DraftHead(folder, 3, 4, previous, ZoneOffset.ofHours(2), SetSummary.EMPTY, 0);
    }

    private static Fact fact(SourceEntry entry) {
        return new Fact(entry, Digest.OF_NOTHING, Instant.EPOCH);
    }

    private static SourceEntry file(String path, long size) {
        return SourceEntry.file(RelativePath.known(path), size, 7);
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SyncException.class, e -> assertThat(e.code())
                .isEqualTo(ErrorCode.MESSAGE_MALFORMED));
    }

    @Test
    @DisplayName("a head that is missing, comes twice, is another folder's or follows a later certificate")
    void heads() throws SyncException {
        DraftCopy copy = copy();
        refused(copy::head);
        refused(() -> copy.head(head(FolderName.ROOT, Optional.empty())));
        refused(() -> copy.head(head(DAY, Optional.of(new Predecessor(4, Digest.OF_NOTHING)))));
        DraftHead good = head(DAY, Optional.of(new Predecessor(3, Digest.OF_NOTHING)));
        copy.head(good);
        assertThat(copy.head()).isEqualTo(good);
        refused(() -> copy.head(good));
    }

    @Test
    @DisplayName("a name that comes twice, also as file and folder with others between them, and one of another folder")
    void names() throws SyncException {
        SourceEntry first = file("2026-04-22/a", 1);
        SourceEntry between = file("2026-04-22/a-b", 1);
        assertThat(taken(between, first)).containsExactly(fact(first), fact(between));
        refused(() -> taken(between, first, SourceEntry.folder(RelativePath.known("2026-04-22/a"))));
        refused(() -> taken(first, between, file("2026-04-22/a", 2)));
        refused(() -> taken(file("2026-04-23/a", 1)));
        refused(() -> taken(first, file("2026-04-22/b", Long.MAX_VALUE)));
        refused(() -> taken(file("2026-04-22/" + "x".repeat(RelativePath.TEXT_MAX), 1)));
    }

    @Test
    @DisplayName("more bytes than there can be, and no fewer")
    void bytes() throws SyncException {
        SourceEntry first = file("2026-04-22/a", 7);
        refused(() -> taken(first, file("2026-04-22/b", Long.MAX_VALUE - 6)));
        assertThat(taken(first, file("2026-04-22/c", Long.MAX_VALUE - 7))).hasSize(2);
    }

    @Test
    @DisplayName("a loss that comes twice, of a folder, or in another folder")
    void losses() throws SyncException {
        SourceEntry lost = file("2026-04-22/a", 1);
        List<Instant> again = List.of(Instant.EPOCH.plusSeconds(1), Instant.EPOCH);
        assertThat(takenLosses(lost, again)).hasSize(2).isSortedAccordingTo(CertifiedLoss.ORDER);
        refused(() -> takenLosses(lost, List.of(Instant.EPOCH, Instant.EPOCH)));
        refused(() -> takenLosses(SourceEntry.folder(lost.path()), List.of(Instant.EPOCH)));
        refused(() -> takenLosses(file("2026-04-23/a", 1), List.of(Instant.EPOCH)));
    }

    private List<CertifiedLoss> takenLosses(SourceEntry lost, List<Instant> times) throws SyncException {
        List<CertifiedLoss> taken = new ArrayList<>();
        try (DraftCopy copy = copy()) {
            for (Instant time : times) {
                copy.loss(lost, time);
            }
            for (CertifiedLoss loss = copy.nextLoss(); loss != null; loss = copy.nextLoss()) {
                taken.add(loss);
            }
        }
        return taken;
    }

    @Test
    @DisplayName("I-11 one of more entries than a certificate can hold, or of more losses, is too large")
    void tooMany() throws SyncException {
        try (DraftCopy copy = copy()) {
            for (int i = 0; i < Certificate.ENTRIES_MAX; i++) {
                copy.entry(fact(file("2026-04-22/" + i, 1)));
                copy.loss(file("2026-04-22/" + i, 1), Instant.EPOCH);
            }
            assertThatThrownBy(() -> copy.entry(fact(file("2026-04-22/one more", 1))))
                    .isInstanceOfSatisfying(SyncException.class, DraftCopyTest::isTooLarge);
            assertThatThrownBy(() -> copy.loss(file("2026-04-22/one more", 1), Instant.EPOCH))
                    .isInstanceOfSatisfying(SyncException.class, DraftCopyTest::isTooLarge);
        }
        assertThat(scratch).isEmptyDirectory();
    }

    private static void isTooLarge(SyncException refusal) {
        assertThat(refusal.code()).isEqualTo(ErrorCode.FOLDER_TOO_LARGE);
    }
}
