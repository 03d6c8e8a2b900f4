package io.datasync.server.sync.boundary.people;

import io.datasync.core.balance.Balance;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.index.RunFileRow;
import io.datasync.core.index.RunRow;
import io.datasync.core.lease.RunId;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.server.sync.index.catalog.RunHistory.PastRun;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A run as listed.
 *
 * @param balance empty while it is alive and for an orphan
 * @param code why it failed
 */
public record ListedRun(
        String runId,
        String jobId,
        String runnerId,
        String state,
        String token,
        boolean startedOffline,
        @Nullable String continues,
        String startedAt,
        String lastActivityAt,
        String leaseUntil,
        @Nullable String endedAt,
        @Nullable String code,
        @Nullable Counts balance,
        @Nullable Long incompleteFolders,
        @Nullable Long uploaded,
        @Nullable Long uploadedBytes) {
    /** The balance (I-6). */
    public record Counts(long seen, long verified, long inFlight, long excluded, long failed, long lost) {
        static Counts of(Balance balance) {
            return new Counts(
                    balance.seen(),
                    balance.verified(),
                    balance.inFlight(),
                    balance.excluded(),
                    balance.failed(),
                    balance.lost());
        }
    }

    /** A run with the files that it could not archive or found lost. */
    public record Detail(ListedRun run, List<TroubledFile> files) {}

    /** A file that a run could not archive or found lost. */
    public record TroubledFile(
            String path,
            String outcome,
            long sizeBytes,
            @Nullable String code) {
        static TroubledFile of(RunFileRow file) {
            return new TroubledFile(
                    file.path().text(),
                    file.outcome().name().toLowerCase(Locale.ROOT),
                    file.sizeBytes(),
                    file.code().map(ErrorCode::text).orElse(null));
        }
    }

    static ListedRun of(PastRun past) {
        RunRow run = past.run();
        Optional<CompleteRequest> result = run.result();
        return new ListedRun(
                run.run().text(),
                run.job().text(),
                past.runner().text(),
                run.state().text(),
                run.token().toString(),
                run.startedOffline(),
                run.continues().map(RunId::text).orElse(null),
                run.startedAt().toString(),
                run.lastActivityAt().toString(),
                run.leaseUntil().toString(),
                run.endedAt().map(Instant::toString).orElse(null),
                run.code().map(ErrorCode::text).orElse(null),
                result.map(end -> Counts.of(end.balance())).orElse(null),
                result.map(CompleteRequest::incompleteFolders).orElse(null),
                result.map(CompleteRequest::uploaded).orElse(null),
                result.map(CompleteRequest::uploadedBytes).orElse(null));
    }
}
