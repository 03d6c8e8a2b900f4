package io.datasync.testkit.transfer;

import static io.datasync.testkit.store.StoredContent.bytes;
import static io.datasync.testkit.store.StoredContent.list;
import static io.datasync.testkit.store.StoredContent.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.transfer.StagingNames;
import io.datasync.core.transfer.TransferSettings;
import io.datasync.core.transfer.UploadOutcome;
import io.datasync.core.transfer.UploadOutcome.Failed;
import io.datasync.core.transfer.UploadOutcome.Verified;
import io.datasync.core.transfer.Uploader;
import io.datasync.testkit.clock.MovableClock;
import io.datasync.testkit.source.InMemorySource;
import io.datasync.testkit.store.ArchiveStoreContract;
import io.datasync.testkit.store.fault.FaultyStore;
import io.datasync.testkit.store.fault.StoreMethod;
import io.datasync.testkit.store.memory.InMemoryShare;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Names of a source that are one name in the archive. */
class CollidingNamesTest {
    private final MovableClock clock = MovableClock.at("2026-04-23T12:00:00Z");
    private InMemorySource source = new InMemorySource();
    private FaultyStore store = new FaultyStore(InMemoryShare.foldingNames().open());

    @BeforeEach
    void createTheArchive() throws SyncException {
        store.create(ArchiveStoreContract.MARKER);
    }

    private UploadOutcome upload(SourceEntry entry) {
        StagingNames names = new StagingNames("pc1", new RunId("run-1"), clock);
        return new Uploader(store, source, names, TransferSettings.DEFAULTS, clock).upload(entry);
    }

    private SourceEntry file(String name) {
        return source.put(RelativePath.known(name), bytes("content of " + name), 10_000_000L);
    }

    private static void assertCollides(UploadOutcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Failed.class, failed -> assertThat(failed.why().code()).isEqualTo(ErrorCode.NAME_EXISTS));
    }

    @Test
    @DisplayName(
            "CORE-12, I-2 of two names that are one in the archive the first is archived, the other fails by name, each time anew")
    void theFirstHasTheName() throws Exception {
        List<List<String>> pairs = List.of(
                List.of("day/A.txt", "day/a.txt"),
                List.of("day/caf\u00E9", "day/cafe\u0301"),
                List.of("Folder/x", "folder/y"),
                List.of("thing", "THING/below"),
                List.of("FOLDER2/below", "folder2"));
        for (List<String> pair : pairs) {
            SourceEntry first = file(pair.get(0));
            SourceEntry second = file(pair.get(1));
            assertThat(upload(first)).isInstanceOf(Verified.class);
            for (int i = 0; i < 2; i++) {
                assertCollides(upload(second));
                assertThat(upload(first)).isInstanceOf(Verified.class);
            }
            assertThat(read(store, first.path())).isEqualTo(bytes("content of " + pair.get(0)));
        }
        assertThat(list(store)).hasSize(pairs.size());
        assertThat(store.staged(10)).isEmpty();
        assertThat(store.calls()).doesNotContain(StoreMethod.RETIRE);
    }

    @Test
    @DisplayName(
            "CORE-12 whatever names a source has: each file is archived with its own content, or fails by name; none is skipped")
    void noneIsSkipped() throws Exception {
        for (long seed = 1; seed <= 30; seed++) {
            try {
                noneIsSkipped(new Random(seed));
            } catch (AssertionError e) {
                throw new AssertionError("With seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private void noneIsSkipped(Random random) throws Exception {
        source = new InMemorySource();
        store = new FaultyStore(InMemoryShare.foldingNames().open());
        store.create(ArchiveStoreContract.MARKER);
        List<SourceEntry> entries = new ArrayList<>();
        Set<String> names = new HashSet<>();
        while (names.size() < 40) {
            String name = name(random) + "/" + name(random);
            if (names.add(name)) {
                entries.add(file(name));
            }
        }
        Set<String> folded = new HashSet<>();
        int verified = 0;
        for (SourceEntry entry : entries) {
            folded.add(Normalizer.normalize(entry.path().text(), Normalizer.Form.NFC)
                    .toLowerCase(Locale.ROOT));
            UploadOutcome outcome = upload(entry);
            if (outcome instanceof Verified) {
                verified++;
            } else {
                assertCollides(outcome);
            }
        }
        ArchiveStore archive = store;
        assertThat(list(archive)).hasSize(verified);
        assertThat(verified).isBetween(1, folded.size());
        for (RelativePath path : list(archive).keySet()) {
            assertThat(read(archive, path)).isEqualTo(bytes("content of " + path.text()));
        }
        assertThat(archive.staged(10)).isEmpty();
    }

    private static String name(Random random) {
        String name = List.of("a", "b", "\u00E9", "\u00FC", "con", "x.").get(random.nextInt(6));
        name = random.nextBoolean() ? name.toUpperCase(Locale.ROOT) : name;
        return random.nextBoolean() ? Normalizer.normalize(name, Normalizer.Form.NFD) : name;
    }
}
