package io.datasync.testkit.index;

import static io.datasync.testkit.index.IndexSamples.NOON;
import static io.datasync.testkit.index.IndexSamples.TOKEN;
import static io.datasync.testkit.index.IndexSamples.digest;
import static io.datasync.testkit.index.IndexSamples.fact;
import static io.datasync.testkit.index.IndexSamples.newRunId;
import static io.datasync.testkit.index.IndexSamples.row;
import static io.datasync.testkit.index.IndexSamples.run;
import static io.datasync.testkit.index.IndexSteps.keys;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.digest.Digest;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.PathHash;
import io.datasync.core.path.RelativePath;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Entries of a folder. */
interface IndexEntryContract extends IndexSteps {
    @Test
    @DisplayName("An entry is read as it was written, with every value that it can have")
    default void anEntryIsReadAsWritten() throws SyncException {
        JobId job = newJob();
        RunId run = newRunId();
        List<EntryRow> rows = new ArrayList<>();
        for (EntryState state : EntryState.values()) {
            Fact fact = new Fact(
                    SourceEntry.file(RelativePath.known("2026-04-23/" + state), Long.MAX_VALUE, Long.MIN_VALUE),
                    digest(rows.size()),
                    NOON);
            rows.add(new EntryRow(fact, state, rows.size() % 2 == 0, Long.MAX_VALUE, run, TOKEN));
        }
        SourceEntry empty = SourceEntry.folder(RelativePath.known("2026-04-23/empty"));
        rows.add(row(new Fact(empty, Digest.OF_NOTHING, Instant.EPOCH), run));
        SourceEntry future = SourceEntry.file(RelativePath.known("2026-04-23/future"), 0, Long.MAX_VALUE);
        rows.add(row(new Fact(future, Digest.OF_NOTHING, Instant.parse("9999-12-31T23:59:59.999999Z")), run));
        upsert(job, DAY, rows);
        Map<PathHash, EntryRow> found = entries(job, DAY, keys(rows));
        assertThat(found.values()).containsExactlyInAnyOrderElementsOf(rows);
        found.forEach((key, entry) ->
                assertThat(key).isEqualTo(entry.fact().entry().path().hash()));
    }

    @Test
    @DisplayName("An entry is replaced by one of the same path, in its own folder alone")
    default void anEntryIsReplaced() throws SyncException {
        JobId job = newJob();
        JobId neighbour = newJob();
        EntryRow first = row(fact("2026-04-23/a", 1), newRunId());
        EntryRow second = new EntryRow(
                fact("2026-04-23/a", 2), EntryState.MISSING, false, 9, newRunId(), new FencingToken(4, 142));
        upsert(job, DAY, List.of(first));
        upsert(neighbour, DAY, List.of(first));
        upsert(job, DAY, List.of(second, row(fact("2026-04-23/b", 3), newRunId())));
        assertThat(entries(job, DAY, keys(List.of(first))).values()).containsExactly(second);
        assertThat(entries(neighbour, DAY, keys(List.of(first))).values()).containsExactly(first);
        assertThat(entries(job, FolderName.ROOT, keys(List.of(first)))).isEmpty();
        assertThat(entries(job, DAY, List.of())).isEmpty();
    }

    @Test
    @DisplayName("D-30 a batch of 5,000 is written and read, new rows among old ones, in any order")
    default void aLargeBatch() throws SyncException {
        JobId job = newJob();
        RunId run = newRunId();
        List<EntryRow> rows = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            rows.add(row(fact("2026-04-23/part-" + i, i), run));
        }
        List<EntryRow> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(20_261_121));
        upsert(job, DAY, shuffled.subList(0, 2_500));
        upsert(job, DAY, shuffled);
        List<EntryRow> found = List.copyOf(entries(job, DAY, keys(rows)).values());
        assertThat(found).hasSameSizeAs(rows);
        assertThat(Set.copyOf(found)).isEqualTo(Set.copyOf(rows));
    }

    @Test
    @DisplayName("D-21 seeing an entry again raises its scan number, never lowers it, and changes nothing else")
    default void seeingRaisesTheScanNumber() throws SyncException {
        JobId job = newJob();
        RunId run = newRunId();
        EntryRow low = row(fact("2026-04-23/low", 1), run).observed(false, 4);
        EntryRow high = row(fact("2026-04-23/high", 2), run).observed(true, 8);
        EntryRow other = row(fact("2026-04-23/other", 3), run).observed(true, 4);
        List<EntryRow> rows = List.of(low, high, other);
        upsert(job, DAY, rows);
        index().transact(tx -> {
            tx.lockJob(job);
            List<PathHash> seen = new ArrayList<>(keys(List.of(low, high)));
            seen.add(RelativePath.known("2026-04-23/unknown").hash());
            tx.markSeen(tx.folder(job, DAY).id(), seen, 6);
            return job;
        });
        assertThat(entries(job, DAY, keys(rows)).values())
                .containsExactlyInAnyOrder(low.observed(false, 6), high, other);
    }

    @Test
    @DisplayName(
            "D-1 what was not seen since a scan comes in pages by key: archived, at the source, and observed before")
    default void unseenEntriesComeInPages() throws SyncException {
        JobId job = newJob();
        RunId run = newRunId();
        List<EntryRow> unseen = new ArrayList<>();
        List<EntryRow> rows = new ArrayList<>();
        for (int i = 0; i < 23; i++) {
            unseen.add(row(fact("2026-04-23/unseen-" + i, i), run).observed(true, 4));
        }
        rows.addAll(unseen);
        rows.add(row(fact("2026-04-23/seen", 1), run).observed(true, 5));
        rows.add(row(fact("2026-04-23/gone", 2), run).observed(false, 4));
        rows.add(new EntryRow(fact("2026-04-23/damaged", 3), EntryState.DAMAGED, true, 4, run, TOKEN));
        rows.add(new EntryRow(fact("2026-04-23/missing", 3), EntryState.MISSING, true, 4, run, TOKEN));
        rows.add(new EntryRow(fact("2026-04-23/present", 3), EntryState.PRESENT, true, 4, run, TOKEN));
        EntryRow attested = new EntryRow(fact("2026-04-23/attested", 3), EntryState.ATTESTED, true, 4, run, TOKEN);
        unseen.add(attested);
        rows.add(attested);
        upsert(job, DAY, rows);

        List<EntryRow> paged = new ArrayList<>();
        Optional<PathHash> after = Optional.empty();
        for (int pages = 0; pages < 10; pages++) {
            Optional<PathHash> from = after;
            List<EntryRow> page = index().transact(tx -> {
                tx.lockJob(job);
                return tx.notSeenSince(tx.folder(job, DAY).id(), 5, from, 10);
            });
            assertThat(page).hasSizeLessThanOrEqualTo(10);
            if (page.isEmpty()) {
                break;
            }
            paged.addAll(page);
            after = Optional.of(page.get(page.size() - 1).fact().entry().path().hash());
        }
        assertThat(paged).containsExactlyInAnyOrderElementsOf(unseen);
        assertThat(paged.stream().map(entry -> entry.fact().entry().path().hash()))
                .isSorted();
    }
}
