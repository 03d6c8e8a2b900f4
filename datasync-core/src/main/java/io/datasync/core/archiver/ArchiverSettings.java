package io.datasync.core.archiver;

import io.datasync.core.cycle.CycleSettings;
import io.datasync.core.lease.JobId;
import io.datasync.core.masschange.ChangeDecision;
import io.datasync.core.path.PathFilter;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.transfer.TransferSettings;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;

/** What an {@link ArchiverBuilder} was told. */
record ArchiverSettings(
        JobId job,
        ZoneId zone,
        PathFilter filter,
        Duration quietPeriod,
        Duration waitAtMost,
        int threads,
        boolean acceptsSource,
        ChangeDecision changes,
        NewArchive newArchive) {
    /** Who the archives of programs that embed the core belong to. */
    static final String RUNNER = "embedded";

    /** What is done when the archive was never made. */
    enum NewArchive {
        REFUSED,
        CREATED,
        ADOPTED
    }

    CycleSettings cycle() {
        CycleSettings whole = CycleSettings.defaults(job)
                .with(filter, quietPeriod)
                .with(TransferSettings.DEFAULTS.withThreads(threads))
                .waiting(waitAtMost)
                .deciding(changes);
        return acceptsSource ? whole.acceptingSource() : whole;
    }

    ArchiveMarker marker(Places places) {
        return new ArchiveMarker(
                ArchiveMarker.FORMAT_VERSION,
                RUNNER,
                job.text(),
                "plain",
                zone.getId(),
                List.of(places.source().toString()));
    }
}
