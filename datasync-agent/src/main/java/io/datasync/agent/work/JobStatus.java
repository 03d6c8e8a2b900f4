package io.datasync.agent.work;

import io.datasync.core.balance.Balance;
import io.datasync.core.cycle.CycleListener.Phase;
import io.datasync.core.cycle.CycleResult;
import io.datasync.core.journal.ChangeCensus;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.path.RelativePath;
import io.datasync.core.purge.PurgeForecast;
import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a job now.
 *
 * @param phase what its cycle does; empty between cycles
 * @param run the run under way, or the last one
 * @param balance where every file is by now
 * @param filesDone files verified in this cycle, of {@code filesTotal}
 * @param bytesDone their bytes, of {@code bytesTotal}
 * @param first the file verified first in the last cycle that verified one
 * @param last the file verified last
 * @param code why the last cycle failed
 * @param cycleEndedAt when the last cycle ended that did not fail (D-26)
 * @param forecast when the oldest unarchived file will be deleted, as told last (CORE-9)
 * @param changes how the archived files stood that had changed, when the last cycle ended (D-12)
 */
public record JobStatus(
        Optional<Phase> phase,
        Optional<RunId> run,
        Balance balance,
        long filesDone,
        long filesTotal,
        long bytesDone,
        long bytesTotal,
        Optional<RelativePath> first,
        Optional<RelativePath> last,
        Optional<String> code,
        Optional<Instant> cycleEndedAt,
        Optional<PurgeForecast> forecast,
        Optional<ChangeCensus> changes) {
    static final JobStatus UNKNOWN = new JobStatus(
            Optional.empty(),
            Optional.empty(),
            Balance.NOTHING,
            0,
            0,
            0,
            0,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    JobStatus in(Phase now) {
        boolean begins = now == Phase.SCAN;
        return new JobStatus(
                Optional.of(now),
                run,
                balance,
                begins ? 0 : filesDone,
                begins ? 0 : filesTotal,
                begins ? 0 : bytesDone,
                begins ? 0 : bytesTotal,
                first,
                last,
                code,
                cycleEndedAt,
                forecast,
                changes);
    }

    JobStatus of(RunId now) {
        return new JobStatus(
                phase,
                Optional.of(now),
                balance,
                filesDone,
                filesTotal,
                bytesDone,
                bytesTotal,
                first,
                last,
                code,
                cycleEndedAt,
                forecast,
                changes);
    }

    JobStatus planned(long files, long bytes) {
        return new JobStatus(
                phase,
                run,
                balance,
                filesDone,
                files,
                bytesDone,
                bytes,
                first,
                last,
                code,
                cycleEndedAt,
                forecast,
                changes);
    }

    JobStatus done(Fact fact) {
        return new JobStatus(
                phase,
                run,
                balance,
                filesDone + 1,
                filesTotal,
                bytesDone + fact.entry().sizeBytes(),
                bytesTotal,
                filesDone == 0 ? Optional.of(fact.entry().path()) : first,
                Optional.of(fact.entry().path()),
                code,
                cycleEndedAt,
                forecast,
                changes);
    }

    JobStatus counted(Balance soFar) {
        return new JobStatus(
                phase,
                run,
                soFar,
                filesDone,
                filesTotal,
                bytesDone,
                bytesTotal,
                first,
                last,
                code,
                cycleEndedAt,
                forecast,
                changes);
    }

    JobStatus forecast(PurgeForecast now) {
        return new JobStatus(
                phase,
                run,
                balance,
                filesDone,
                filesTotal,
                bytesDone,
                bytesTotal,
                first,
                last,
                code,
                cycleEndedAt,
                Optional.of(now),
                changes);
    }

    JobStatus ended(CycleResult result, Instant now) {
        return new JobStatus(
                Optional.empty(),
                result.run().or(this::run),
                result.balance(),
                filesDone,
                filesTotal,
                bytesDone,
                bytesTotal,
                first,
                last,
                result.failure().map(why -> why.code().text()),
                result.failure().isPresent() ? cycleEndedAt : Optional.of(now),
                forecast,
                Optional.of(result.changes()));
    }

    /** A cycle ended without a result. */
    JobStatus failed(String why) {
        return new JobStatus(
                Optional.empty(),
                run,
                balance,
                filesDone,
                filesTotal,
                bytesDone,
                bytesTotal,
                first,
                last,
                Optional.of(why),
                cycleEndedAt,
                forecast,
                changes);
    }
}
