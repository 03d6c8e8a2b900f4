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
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.FolderRow;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
                        made.id(), job, DAY, archived, atSource, Optional.of(NOON), false, made.revision() + 1));
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
    @DisplayName("D-1 a seal stays through changes that say so, is taken off by those that do not, and is never put on")
    default void aSealIsKeptOrTakenOff() throws SyncException {
        JobId job = newJob();
        folder(job, DAY);
        seal(job, DAY);
        FolderRow sealed = folder(job, DAY);
        assertThat(sealed.sealed()).isTrue();
        updateFolder(job, sealed.with(SetSummary.EMPTY, SetSummary.EMPTY, Optional.of(NOON)));
        assertThat(folder(job, DAY).sealed()).isTrue();
        updateFolder(job, sealed.unsealed());
        assertThat(folder(job, DAY).sealed()).isFalse();
        updateFolder(job, sealed);
        assertThat(folder(job, DAY).sealed()).isFalse();
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
