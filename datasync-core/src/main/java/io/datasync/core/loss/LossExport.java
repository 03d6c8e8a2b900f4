package io.datasync.core.loss;

import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.journal.LossNote;
import io.datasync.core.journal.RunLoss;
import io.datasync.core.lease.RunId;
import io.datasync.core.protocol.Report;
import io.datasync.core.protocol.json.LossLineWriter;
import io.datasync.core.store.ArchiveStore;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * Writes the losses of a job down on its share, whole files at a time, each under the run that noticed them (D-13).
 *
 * <p>What the share could not take is remembered in the journal and written with the next call, still under its own run. A run that goes on
 * after an interruption has one set of files with all its losses. Repeating a call that was cut writes the same once more (I-12). For one
 * thread at a time; blocks; holds one file in memory.
 */
public final class LossExport {
    private static final int RUNS = 100;

    private final JobJournal journal;
    private final ArchiveStore store;

    /** From this journal to that archive. */
    public LossExport(JobJournal journal, ArchiveStore store) {
        this.journal = journal;
        this.store = store;
    }

    /**
     * Writes what this run and those before it noticed and no share has.
     *
     * @throws SyncException what the journal throws, and the store: then what is not written is written by the next call
     */
    public void write(RunId run) throws SyncException {
        journal.assignLosses(run);
        writeLeft();
    }

    /**
     * Writes what earlier runs left. Does not touch the store when there is nothing.
     *
     * @throws SyncException as {@link #write}
     */
    public void writeLeft() throws SyncException {
        List<RunId> runs = journal.unwrittenLosses(RUNS);
        while (!runs.isEmpty()) {
            for (RunId run : runs) {
                writeFilesOf(run);
            }
            runs = journal.unwrittenLosses(RUNS);
        }
    }

    private void writeFilesOf(RunId run) throws SyncException {
        int part = 1;
        List<RunLoss> losses = journal.lossesOf(run, 0, LossFile.LINES_MAX);
        while (!losses.isEmpty()) {
            long last = losses.get(losses.size() - 1).number();
            if (losses.stream().anyMatch(loss -> !loss.written())) {
                store.writeControl(new LossFile(run, part).name(), content(losses));
                journal.noteLossesWritten(run, last);
            }
            part++;
            losses = journal.lossesOf(run, last, LossFile.LINES_MAX);
        }
    }

    private static byte[] content(List<RunLoss> losses) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            LossLineWriter lines = new LossLineWriter(out);
            for (RunLoss each : losses) {
                LossNote loss = each.loss();
                lines.write(new Report.Lost(loss.scanSeq(), loss.entry(), loss.noticedAt(), loss.archived()));
            }
            lines.finish();
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can be written", e);
        }
        return out.toByteArray();
    }
}
