package io.datasync.testkit.coordinator;

import static io.datasync.testkit.coordinator.Samples.WHOLE;
import static io.datasync.testkit.coordinator.Samples.fact;
import static io.datasync.testkit.coordinator.Samples.folder;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.seal.FolderListing;
import io.datasync.core.protocol.seal.FolderListings;
import io.datasync.core.seal.SealedSet;
import io.datasync.testkit.coordinator.fixture.CoordinatorFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What the contracts of sealing have in common. */
interface SealSteps {
    /** A day that is over wherever the server's clock stands. */
    FolderName PAST = folder("2026-01-10");

    /** Where an agent has what does not fit in memory; nothing stays there. */
    Path SCRATCH = Path.of(System.getProperty("java.io.tmpdir"));

    CoordinatorFixture fixture();

    default CoordinatorFixture.Backstage backstage() {
        assumeTrue(fixture().backstage().isPresent(), "the server cannot be reached behind its port");
        return fixture().backstage().get();
    }

    default RunDriver open(JobId job) throws SyncException {
        return RunDriver.open(fixture().coordinator(), job);
    }

    static CompleteRequest end(Duration scanAge, FolderListing... listings) {
        return new CompleteRequest(
                WHOLE.balance(),
                0,
                0,
                0,
                Optional.empty(),
                0,
                0,
                new FolderListings(List.of(listings), List.of(), false, scanAge));
    }

    static FolderListing listed(FolderName folder) {
        return new FolderListing(folder, 0);
    }

    /** A job with one archived file in that folder. */
    default JobId archived(String path) throws SyncException {
        JobId job = fixture().newJob();
        RunDriver run = open(job);
        run.verified(1, fact(path, 1));
        run.complete(WHOLE);
        return job;
    }

    default OpenAnswer claim(JobId job, List<FolderName> sealed) throws SyncException {
        RunId run = Samples.newRun();
        OpenAnswer answer = fixture()
                .coordinator()
                .open(new OpenRequest(
                        run, job, 2, false, Optional.empty(), FencingToken.NONE, List.of(), SealedSet.digest(sealed)));
        fixture().coordinator().complete(run, answer.token(), WHOLE);
        return answer;
    }
}
