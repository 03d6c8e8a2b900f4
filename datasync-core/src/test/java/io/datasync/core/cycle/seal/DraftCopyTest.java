package io.datasync.core.cycle.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.certificate.Certificate;
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
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("I-14 a draft that no honest server shows is refused, and breaks nothing")
final class DraftCopyTest {
    private static final FolderName DAY = RelativePath.known("2026-04-22/x").folder();
    private final DraftCopy copy = new DraftCopy(DAY);

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
        copy.entry(fact(file("2026-04-22/a", 1)));
        copy.entry(fact(file("2026-04-22/a-b", 1)));
        refused(() -> copy.entry(fact(SourceEntry.folder(RelativePath.known("2026-04-22/a")))));
        refused(() -> copy.entry(fact(file("2026-04-22/a", 2))));
        refused(() -> copy.entry(fact(file("2026-04-23/a", 1))));
        refused(() -> copy.entry(fact(file("2026-04-22/b", Long.MAX_VALUE))));
        assertThat(copy.entries()).hasSize(2);
    }

    @Test
    @DisplayName("more bytes than there can be, and no fewer")
    void bytes() throws SyncException {
        copy.entry(fact(file("2026-04-22/a", 7)));
        refused(() -> copy.entry(fact(file("2026-04-22/b", Long.MAX_VALUE - 6))));
        copy.entry(fact(file("2026-04-22/c", Long.MAX_VALUE - 7)));
        assertThat(copy.entries()).hasSize(2);
    }

    @Test
    @DisplayName("more entries or losses than a certificate can name, and no fewer")
    void tooMany() throws SyncException {
        for (int i = 0; i < Certificate.ENTRIES_MAX; i++) {
            copy.entry(fact(file("2026-04-22/" + i, 0)));
            copy.loss(file("2026-04-22/" + i, 0), Instant.EPOCH);
        }
        assertThatThrownBy(() -> copy.entry(fact(file("2026-04-22/more", 0))))
                .isInstanceOfSatisfying(SyncException.class, DraftCopyTest::isTooLarge);
        assertThatThrownBy(() -> copy.loss(file("2026-04-22/more", 0), Instant.EPOCH))
                .isInstanceOfSatisfying(SyncException.class, DraftCopyTest::isTooLarge);
        assertThat(copy.entries()).hasSize(Certificate.ENTRIES_MAX);
        assertThat(copy.losses()).hasSize(Certificate.ENTRIES_MAX);
    }

    private static void isTooLarge(SyncException refusal) {
        assertThat(refusal.code()).isEqualTo(ErrorCode.FOLDER_TOO_LARGE);
    }

    @Test
    @DisplayName("a loss that comes twice, of a folder, or in another folder")
    void losses() throws SyncException {
        refused(() -> copy.loss(file("2026-04-23/a", 1), Instant.EPOCH));
        refused(() -> copy.loss(SourceEntry.folder(RelativePath.known("2026-04-22/a")), Instant.EPOCH));
        copy.loss(file("2026-04-22/a", 1), Instant.EPOCH);
        copy.loss(file("2026-04-22/a", 1), Instant.EPOCH.plusSeconds(1));
        assertThat(copy.losses()).hasSize(2);
        copy.loss(file("2026-04-22/a", 1), Instant.EPOCH);
        refused(copy::losses);
    }
}
