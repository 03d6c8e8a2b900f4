package io.datasync.core.scan;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Counts while a folder is scanned. For one thread. */
final class FolderTally {
    private final FolderName folder;
    private final int namedMax;
    private final List<Skipped> failures = new ArrayList<>();
    private final List<Skipped> exclusions = new ArrayList<>();
    private long files;
    private long links;
    private long special;
    private long filtered;
    private long filteredBytes;
    private long failed;
    private boolean complete = true;

    FolderTally(FolderName folder, int namedMax) {
        this.folder = folder;
        this.namedMax = namedMax;
    }

    void file() {
        files++;
    }

    void link(RelativePath path) {
        links++;
        exclude(path, Skipped.Reason.LINK);
    }

    void special(RelativePath path) {
        special++;
        exclude(path, Skipped.Reason.SPECIAL);
    }

    void filtered(RelativePath path, long sizeBytes) {
        filtered++;
        filteredBytes += sizeBytes;
        exclude(path, Skipped.Reason.FILTERED);
    }

    /** A file whose path no index can hold: it was never known, so nothing is uncertain about what was. */
    void tooLong(RelativePath path) {
        failed++;
        fail(path, ErrorCode.PATH_TOO_LONG);
    }

    /** Something that was listed and could not be looked at: it may be known from before and has not vanished. */
    void unreadableFile(RelativePath path, ErrorCode code) {
        failed++;
        complete = false;
        fail(path, code);
    }

    void unreadableFolder(RelativePath path, ErrorCode code) {
        complete = false;
        fail(path, code);
    }

    private void exclude(RelativePath path, Skipped.Reason reason) {
        if (exclusions.size() < namedMax) {
            exclusions.add(new Skipped(path, reason, Optional.empty()));
        }
    }

    private void fail(RelativePath path, ErrorCode code) {
        if (failures.size() < namedMax) {
            failures.add(new Skipped(path, Skipped.Reason.FAILED, Optional.of(code)));
        }
    }

    FolderReport report() {
        List<Skipped> skipped = new ArrayList<>(failures);
        skipped.addAll(exclusions);
        return new FolderReport(folder, files, links, special, filtered, filteredBytes, failed, complete, skipped);
    }
}
