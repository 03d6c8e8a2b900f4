package io.datasync.testkit.index;

import static io.datasync.testkit.index.IndexSamples.NOON;
import static io.datasync.testkit.index.IndexSamples.fact;
import static io.datasync.testkit.index.IndexSamples.newRunId;
import static io.datasync.testkit.index.IndexSamples.row;
import static io.datasync.testkit.index.IndexSamples.run;
import static io.datasync.testkit.index.IndexSamples.summary;
import static io.datasync.testkit.index.IndexSteps.keys;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.digest.Digest;
import io.datasync.core.digest.SetSummary;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.CertificateNote;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.FolderRow;
import io.datasync.core.index.ListingNote;
import io.datasync.core.index.notice.LossRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Folders, their summaries, their seals and their names. */
interface IndexFolderContract extends IndexSteps {
    @Test
    @DisplayName("A folder is made once, empty, and found again")
    default void aFolderIsMadeOnce() throws SyncException {
        JobId job = newJob();
        FolderRow made = folder(job, DAY);
        assertThat(made.job()).isEqualTo(job);
        assertThat(made.name()).isEqualTo(DAY);
        assertThat(made.archived()).isEqualTo(SetSummary.EMPTY);
        assertThat(made.atSource()).isEqualTo(SetSummary.EMPTY);
        assertThat(made.lastNewAt()).isEmpty();
        assertThat(made.sealed()).isFalse();
        assertThat(folder(job, DAY)).isEqualTo(made);
        assertThat(folder(newJob(), DAY).id()).isNotEqualTo(made.id());
        assertThat(index().<List<FolderRow>>transact(tx -> tx.folders(job))).containsExactly(made);
    }

    @Test
    @DisplayName("The folders of a job come in the order in which they were made")
    default void foldersComeInOrder() throws SyncException {
        JobId job = newJob();
        List<FolderRow> made = new ArrayList<>();
        for (int day = 28; day > 0; day--) {
            made.add(folder(job, RelativePath.known("2026-02-" + day + "/x").folder()));
        }
        // Where rows lie in no order, one that is changed is written elsewhere.
        updateFolder(job, made.get(0));
        assertThat(index().<List<FolderRow>>transact(tx -> tx.folders(job)))
                .extracting(FolderRow::id)
                .containsExactlyElementsOf(made.stream().map(FolderRow::id).toList());
    }

    @Test
    @DisplayName("D-24 a folder keeps what is stored, and its revision grows with each change")
    default void aFolderKeepsItsSummaries() throws SyncException {
        JobId job = newJob();
        FolderRow made = folder(job, DAY);
        SetSummary archived = new SetSummary(Long.MAX_VALUE, Long.MAX_VALUE, Digest.OF_NOTHING);
        SetSummary atSource = summary(List.of(fact("2026-04-23/a", 7)));
        updateFolder(job, made.with(archived, atSource, Optional.of(NOON)));
        FolderRow stored = folder(job, DAY);
        assertThat(stored)
                .isEqualTo(new FolderRow(
                        made.id(),
                        job,
                        DAY,
                        archived,
                        atSource,
                        Optional.of(NOON),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        made.revision() + 1));
        assertThat(index().<Optional<FolderRow>>transact(tx -> tx.findFolder(job, DAY)))
                .contains(stored);
        assertThat(index().<Optional<FolderRow>>transact(tx -> tx.findFolder(newJob(), DAY)))
                .isEmpty();
        updateFolder(job, made.with(SetSummary.EMPTY, SetSummary.EMPTY, Optional.empty()));
        assertThat(folder(job, DAY).revision()).isEqualTo(made.revision() + 2);
        assertThat(folder(job, DAY).lastNewAt()).isEmpty();
    }

    private void updateFolder(JobId job, FolderRow folder) throws SyncException {
        index().transact(tx -> {
            tx.lockJob(job);
            tx.updateFolder(folder);
            return folder;
        });
    }

    @Test
    @DisplayName("D-1 D-9 a seal is put on and taken off as stored; the newest certificate outlives it")
    default void aSealIsKeptOrTakenOff() throws SyncException {
        JobId job = newJob();
        SetSummary covers = summary(List.of(fact("2026-04-23/a", 7)));
        CertificateNote first = new CertificateNote(1, Digest.OF_NOTHING, covers);
        updateFolder(
                job,
                folder(job, DAY)
                        .with(covers, covers, Optional.of(NOON))
                        .certified(first)
                        .sealed(NOON));
        FolderRow sealed = folder(job, DAY);
        assertThat(sealed.sealedAt()).contains(NOON);
        assertThat(sealed.certificate()).contains(first);
        assertThat(sealed.certified()).isTrue();
        updateFolder(job, sealed.with(SetSummary.EMPTY, SetSummary.EMPTY, Optional.of(NOON)));
        assertThat(folder(job, DAY).sealed()).isTrue();
        assertThat(folder(job, DAY).certified()).isFalse();
        updateFolder(job, sealed.unsealed());
        assertThat(folder(job, DAY).sealed()).isFalse();
        assertThat(folder(job, DAY).certificate()).contains(first);
        CertificateNote second = new CertificateNote(Long.MAX_VALUE, Digest.OF_NOTHING, SetSummary.EMPTY);
        updateFolder(job, sealed.unsealed().certified(second));
        assertThat(folder(job, DAY).certificate()).contains(second);
    }

    @Test
    @DisplayName("D-10 a listing is noted without a new revision, and stays through changes")
    default void aListingIsNoted() throws SyncException {
        JobId job = newJob();
        FolderRow made = folder(job, DAY);
        for (ListingNote listing : List.of(new ListingNote(NOON, 3), new ListingNote(NOON.minusSeconds(60), 0))) {
            noteListing(job, made.id(), listing);
            assertThat(folder(job, DAY).listing()).contains(listing);
            assertThat(folder(job, DAY).revision()).isEqualTo(made.revision());
        }
        updateFolder(job, made.with(SetSummary.EMPTY, SetSummary.EMPTY, Optional.of(NOON)));
        assertThat(folder(job, DAY).listing()).contains(new ListingNote(NOON.minusSeconds(60), 0));
    }

    private void noteListing(JobId job, long folderId, ListingNote listing) throws SyncException {
        index().transact(tx -> {
            tx.lockJob(job);
            tx.noteListing(folderId, listing);
            return listing;
        });
    }

    @Test
    @DisplayName("D-4 what is on record and not archived is counted")
    default void theUnarchivedAreCounted() throws SyncException {
        JobId job = newJob();
        RunId run = newRunId();
        List<EntryRow> rows = new ArrayList<>();
        for (EntryState state : EntryState.values()) {
            EntryRow row = row(fact("2026-04-23/" + state.text(), 1), run);
            rows.add(row.repaired(row.fact(), state, Optional.empty(), Optional.empty()));
        }
        long id = folder(job, DAY).id();
        assertThat(index().<Long>transact(tx -> tx.unarchived(id))).isZero();
        upsert(job, DAY, rows);
        assertThat(index().<Long>transact(tx -> tx.unarchived(id))).isEqualTo(3);
        assertThat(index().<Long>transact(tx -> tx.unarchived(id + 1_000_000))).isZero();
    }

    @Test
    @DisplayName("CORE-10 the losses of a folder are told apart from those of folders of a similar name")
    default void theLossesOfAFolder() throws SyncException {
        JobId job = newJob();
        RunId run = open(job);
        Map<String, String> folders = new TreeMap<>();
        folders.put("2026-04-23/a", "2026-04-23");
        folders.put("2026-04-23/b/c", "2026-04-23");
        folders.put("2026-04-231/a", "2026-04-231");
        folders.put("2026%04/a", "2026%04");
        folders.put("2026x04/a", "2026x04");
        folders.put("2026_04/a!", "2026_04");
        folders.put("[a]/a", "[a]");
        folders.put("a/a", "a");
        folders.put("a!/a", "a!");
        folders.put("a", ".");
        folders.put("2026-04-23", ".");
        index().transact(tx -> {
            tx.lockJob(job);
            List<LossRow> losses = folders.keySet().stream()
                    .map(path -> new LossRow(fact(path, 1).entry(), NOON))
                    .toList();
            tx.insertLosses(job, run, losses);
            return job;
        });
        for (String name : new TreeSet<>(folders.values())) {
            FolderName folder = name.equals(".")
                    ? FolderName.ROOT
                    : RelativePath.known(name + "/x").folder();
            assertThat(index().<List<LossRow>>transact(tx -> tx.losses(job, folder, 100)))
                    .extracting(loss -> loss.entry().path().text())
                    .containsExactlyInAnyOrderElementsOf(folders.keySet().stream()
                            .filter(path -> name.equals(folders.get(path)))
                            .toList());
            assertThat(index().<List<LossRow>>transact(tx -> tx.losses(job, folder, 1)))
                    .hasSize(1);
            assertThat(index().<List<LossRow>>transact(tx -> tx.losses(newJob(), folder, 1)))
                    .isEmpty();
        }
    }

    /** Texts that a database might take for one another, or change. */
    List<String> TREACHEROUS = List.of(
            "a",
            "A",
            "a ",
            " a",
            "a.",
            "\u00e9",
            "e\u0301",
            "\u00c9",
            "e",
            "ss",
            "\u00df",
            "\u241BE9",
            "\u241B0A",
            "%",
            "_",
            "'",
            "\"",
            "\\",
            "\uD83D\uDEF0",
            "\uFFFD",
            "NULL",
            "\u0130",
            "\u0131",
            "i",
            "I",
            "x".repeat(2_000));

    @Test
    @DisplayName("D-30 names of folders and paths are compared by their bytes, and come back as they were")
    default void namesAreComparedByTheirBytes() throws SyncException {
        JobId job = newJob();
        Map<FolderName, Long> ids = new TreeMap<>();
        List<EntryRow> rows = new ArrayList<>();
        RunId run = newRunId();
        for (String text : TREACHEROUS) {
            FolderName name = RelativePath.known(text + "/x").folder();
            ids.put(name, folder(job, name).id());
            rows.add(row(fact("2026-04-23/" + text, rows.size()), run));
        }
        assertThat(ids.values()).doesNotHaveDuplicates();
        assertThat(index().<List<FolderRow>>transact(tx -> tx.folders(job)))
                .extracting(FolderRow::name)
                .containsExactlyInAnyOrderElementsOf(ids.keySet());
        upsert(job, DAY, rows);
        assertThat(entries(job, DAY, keys(rows)).values()).containsExactlyInAnyOrderElementsOf(rows);
    }
}
