package io.datasync.core.reconcile;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.notice.LossRow;
import io.datasync.core.lease.RunId;
import io.datasync.core.loss.LossFileReader;
import io.datasync.core.protocol.Report;
import io.datasync.core.repair.Pacing;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.ControlName;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The losses that runs have left on the share, file by file (D-13). For one thread. */
final class LossFiles {
    /** More files are not looked at; a run with losses leaves one for each 2,000. */
    static final int FILES_MAX = 100_000;

    private static final Pattern NAME = Pattern.compile("losses/(.+?)(\\.part-[0-9]+)?\\.ndjson");

    private final ArchiveStore store;
    private final Pacing pacing;
    private final List<String> unreadable = new ArrayList<>();

    LossFiles(ArchiveStore store, Pacing pacing) {
        this.store = store;
        this.pacing = pacing;
    }

    /** The losses of one file, and the run that noticed them. */
    record Losses(RunId run, List<LossRow> rows) {}

    /** Takes the losses of a file. */
    @FunctionalInterface
    interface Taker {
        void take(Losses losses) throws SyncException;
    }

    /** Gives all losses; a file that cannot be read is named ({@link #unreadable}) and left out. */
    void read(Taker taker) throws SyncException {
        pacing.await(0);
        for (ControlName name : store.controls("losses", FILES_MAX)) {
            pacing.await(0);
            Optional<byte[]> content = store.control(name);
            Optional<RunId> run = run(name);
            if (content.isEmpty()) {
                continue;
            }
            Optional<List<LossRow>> rows = run.isPresent() ? rows(content.get()) : Optional.empty();
            if (run.isPresent() && rows.isPresent()) {
                taker.take(new Losses(run.get(), rows.get()));
            } else {
                unreadable.add(name.text());
            }
        }
    }

    private static Optional<RunId> run(ControlName name) {
        Matcher matcher = NAME.matcher(name.text());
        try {
            return matcher.matches() ? Optional.of(RunId.parse(matcher.group(1))) : Optional.empty();
        } catch (SyncException notOfARun) {
            return Optional.empty();
        }
    }

    private static Optional<List<LossRow>> rows(byte[] content) throws SyncException {
        try {
            List<LossRow> rows = new ArrayList<>();
            for (Report.Lost loss : LossFileReader.read(content)) {
                rows.add(new LossRow(loss.entry(), loss.noticedAt(), loss.archived()));
            }
            return Optional.of(rows);
        } catch (SyncException e) {
            if (e.code() == ErrorCode.INTERRUPTED) {
                throw e;
            }
            return Optional.empty();
        }
    }

    List<String> unreadable() {
        return unreadable;
    }
}
