package io.datasync.core.loss;

import io.datasync.core.lease.RunId;
import io.datasync.core.store.ControlName;

/**
 * A file with losses of a run: the first {@link #LINES_MAX} in {@code losses/<run>.ndjson}, as many more in {@code
 * losses/<run>.part-2.ndjson}, and so on. Losses are only ever added to a run, so that a full part never changes again.
 *
 * @param part from 1 on
 */
record LossFile(RunId run, int part) {
    /** With the longest paths that a source can have it is still a file that a control file may be. */
    static final int LINES_MAX = 2_000;

    ControlName name() {
        return ControlName.lossesOf(part == 1 ? run.text() : run.text() + ".part-" + part);
    }
}
