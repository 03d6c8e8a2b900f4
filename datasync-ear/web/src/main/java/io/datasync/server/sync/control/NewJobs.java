package io.datasync.server.sync.control;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.JobDefinition;
import io.datasync.core.store.ArchiveMarker;
import io.datasync.core.store.ArchiveOpener;
import io.datasync.core.store.ArchiveStore;
import io.datasync.server.security.audit.AuditEntry;
import io.datasync.server.security.audit.AuditRows;
import io.datasync.server.security.audit.Caller;
import io.datasync.server.sync.index.catalog.JobCatalog;
import io.datasync.server.sync.index.catalog.RegisteredJob;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.json.Json;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Makes jobs: the archive first, since from then on an absent archive is a fault (D-6), then the row and that of the audit log together (D-35). */
@ApplicationScoped
public class NewJobs {
    @Inject
    private JobCatalog jobs;

    @Inject
    private ArchiveOpener archives;

    @Inject
    private Clock clock;

    /**
     * Makes a job. A repeat changes nothing; after a failure it goes on where that one stopped.
     *
     * @param adopt whether files that lie where the archive will be are taken over (USE-1); without it such a place is refused
     * @return false when a job of this id was there already
     * @throws SyncException {@code CONFIGURATION_INVALID} for an address that no store knows or a runner that is not there;
     *     {@code SHARE_OCCUPIED} when files are there, no marker, and {@code adopt} is not set; {@code SHARE_FOREIGN} when the archive is another job's; what the share throws; {@code INDEX_UNAVAILABLE}
     */
    public boolean make(RunnerId runner, JobDefinition job, boolean adopt, Caller caller) throws SyncException {
        if (!jobs.hasRunner(runner)) {
            throw SyncException.permanent(ErrorCode.CONFIGURATION_INVALID, "There is no runner " + runner + ".");
        }
        Optional<RegisteredJob> known = jobs.find(job.job());
        if (known.isPresent()) {
            return false;
        }
        makeArchive(runner, job, adopt);
        AuditEntry entry = caller.did("job.created", job.job().text())
                .with(Json.createObjectBuilder()
                        .add("runner", runner.text())
                        .add("root", job.root())
                        .add("archiveUrl", job.archiveUrl())
                        .add("adopt", adopt)
                        .build()
                        .toString());
        return jobs.add(runner, job, session -> {
            session.byConnection(connection -> AuditRows.insert(connection, entry, clock.instant()));
            return true;
        });
    }

    private void makeArchive(RunnerId runner, JobDefinition job, boolean adopt) throws SyncException {
        try (ArchiveStore archive = archives.open(job.archiveUrl())) {
            if (!adopt && !isMade(archive) && !archive.isVacant()) {
                throw SyncException.permanent(
                        ErrorCode.SHARE_OCCUPIED,
                        "There are files at " + job.archiveUrl() + " already; to take them over, set adopt");
            }
            archive.create(new ArchiveMarker(
                    ArchiveMarker.FORMAT_VERSION,
                    runner.text(),
                    job.job().text(),
                    job.kind().text(),
                    job.zone().getId(),
                    List.of(job.root())));
        }
    }

    /** Whether an archive is there, whoever's it is: that is for its making to say. */
    private static boolean isMade(ArchiveStore archive) throws SyncException {
        try {
            archive.marker();
            return true;
        } catch (SyncException e) {
            if (e.code() == ErrorCode.SHARE_MISSING) {
                return false;
            }
            throw e;
        }
    }
}
