package io.datasync.testkit.transfer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.RelativePath;
import io.datasync.core.transfer.EntryFeed;
import io.datasync.core.transfer.UploadOutcome.Verified;
import io.datasync.core.transfer.publish.Publication;
import io.datasync.testkit.fault.Verdict;
import io.datasync.testkit.store.fault.StoreMethod;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** USE-1: when the archive is asked for a file before it is sent. */
final class LookingFirstTest extends OneShare {
    private List<SourceEntry> inFolder(String folder, int count) {
        List<SourceEntry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            entries.add(source.put(
                    RelativePath.known(folder + "/file-" + i), ("content " + i).getBytes(UTF_8), 10_000_000L + i));
        }
        return entries;
    }

    private long looks() {
        return store.calls().stream().filter(StoreMethod.FIND::equals).count();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    @DisplayName("USE-1 in a folder that the archive does not have, files are sent without looking for each")
    void newFolder(int threads) throws Exception {
        run(threads(threads), inFolder("new", 500));
        assertThat(verified()).hasSize(500);
        assertThat(looks()).isBetween(1L, (long) threads);
        assertThat(store.calls()).filteredOn(StoreMethod.FOLDERS::equals).hasSize(1);
    }

    @Test
    @DisplayName(
            "USE-1 in a folder that the archive has, and directly under the root, each is looked for, and adopted when it is there")
    void knownFolder() throws Exception {
        List<SourceEntry> old = inFolder("old", 100);
        run(threads(1), old);
        batches.clear();
        List<SourceEntry> entries = new ArrayList<>(inFolder("new", 100));
        entries.addAll(old);
        entries.add(source.put(RelativePath.known("top"), new byte[] {1}, 1));
        long before = looks();
        run(threads(1), entries);
        assertThat(looks() - before).isEqualTo(1 + 100 + 1);
        assertThat(outcomes())
                .filteredOn(each -> ((Verified) each).publication() == Publication.ADOPTED)
                .extracting(each -> each.entry())
                .containsExactlyElementsOf(old);
    }

    @Test
    @DisplayName(
            "D-6 what somebody puts into such a folder meanwhile is found by publishing: adopted when equal, else kept as a version")
    void somebodyElse() throws Exception {
        List<SourceEntry> entries = inFolder("new", 100);
        EntryFeed feed = feed(entries);
        List<SourceEntry> given = new ArrayList<>();
        uploads(threads(1))
                .run(
                        () -> {
                            var next = feed.next();
                            next.ifPresent(given::add);
                            if (given.size() == 80 && next.isPresent()) {
                                run(threads(1).withoutLookingFirst(), List.of(entries.get(90)));
                                source.put(entries.get(91).path(), new byte[] {9}, 5);
                                run(
                                        threads(1).withoutLookingFirst(),
                                        List.of(source.entries().stream()
                                                .filter(each -> each.path()
                                                        .equals(entries.get(91).path()))
                                                .findFirst()
                                                .orElseThrow()));
                                source.put(
                                        entries.get(91).path(),
                                        "content 91".getBytes(UTF_8),
                                        entries.get(91).ticks());
                            }
                            return next;
                        },
                        batches::add,
                        () -> false);
        assertThat(outcomes())
                .filteredOn(each ->
                        each.entry().equals(entries.get(90)) || each.entry().equals(entries.get(91)))
                .extracting(each -> ((Verified) each).publication())
                .containsExactly(Publication.NEW, Publication.ADOPTED, Publication.NEW_VERSION);
    }

    @Test
    @DisplayName("USE-1 an archive that cannot say which folders it has is looked at for each file")
    void noListing() throws Exception {
        store.queue(StoreMethod.FOLDERS, Verdict.fails(ErrorCode.SHARE_IO));
        run(threads(1), inFolder("new", 200));
        assertThat(verified()).hasSize(200);
        assertThat(looks()).isEqualTo(200);
    }
}
