package io.datasync.testkit.coordinator;

import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryState;
import io.datasync.core.key.KeyRing;
import io.datasync.core.key.Signer;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.ArchiveStore;
import java.time.Duration;
import java.util.Optional;

/**
 * A server that the contract suite may use up: rules over an index, or a whole server behind HTTP. Several tests share one, each with
 * jobs of its own.
 */
public interface CoordinatorFixture {
    /** The server, as the runner of the jobs sees it. */
    Coordinator coordinator();

    /** The server, as another runner sees it. */
    Coordinator stranger();

    /** A new job of the runner: switched on, never run, its archive there and empty. */
    JobId newJob() throws SyncException;

    /** What lies behind the server, where a test can reach it; without it some tests are skipped. */
    Optional<Backstage> backstage();

    /** What the conversation itself does not offer. */
    interface Backstage {
        /** The server is started anew: it knows only what the index and the shares know. */
        void restart() throws SyncException;

        /** Switches a job off. */
        void disable(JobId job);

        /** The runner of the jobs. */
        RunnerId runner();

        /** The device key of that runner. */
        Signer deviceKey();

        /** The keys whose signatures count for that runner. */
        KeyRing trusted() throws SyncException;

        /** The archive of a job; the caller closes it. */
        ArchiveStore archive(JobId job) throws SyncException;

        /** Puts the server's clock forward; what leases go by stays. */
        void advance(Duration by);

        /** Seals a folder. */
        void seal(JobId job, FolderName folder) throws SyncException;

        /** Lets a run have been heard, and its lease have been given, earlier by so much. */
        void age(RunId run, Duration by);

        /** A heartbeat names a run. */
        void heartbeat(RunId run) throws SyncException;

        /** Gives the row of an entry another state, and its folder the summaries that follow from it. */
        void setState(JobId job, RelativePath path, EntryState state) throws SyncException;

        /** The epoch that the share of a job knows, 0 for none. */
        long epochOnShare(JobId job) throws SyncException;
    }
}
