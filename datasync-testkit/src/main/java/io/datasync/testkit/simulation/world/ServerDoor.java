package io.datasync.testkit.simulation.world;

import io.datasync.core.coordinator.CompareAnswers;
import io.datasync.core.coordinator.CompareLines;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.coordinator.guard.SeparatingCoordinator.Caller;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.ProgressAnswer;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.protocol.seal.CertifyRequest;
import io.datasync.core.protocol.seal.DraftVisitor;
import io.datasync.testkit.fault.SimulatedCrash;
import java.util.Optional;

/** Whatever the server's process does while it dies, its client learns only that it is not there. */
final class ServerDoor implements Coordinator {
    private final SimulatedServer server;
    private final Caller caller;

    ServerDoor(SimulatedServer server, Caller caller) {
        this.server = server;
        this.caller = caller;
    }

    private interface Call<T> {
        T to(Coordinator rules) throws SyncException;
    }

    private <T> T through(Optional<FencingToken> token, Call<T> call) throws SyncException {
        Coordinator rules = server.guarded(caller);
        server.messages().begin(token);
        try {
            return call.to(rules);
        } catch (SimulatedCrash crash) {
            throw server.unlessOwn(crash);
        } finally {
            server.messages().end();
        }
    }

    @Override
    public OpenAnswer open(OpenRequest request) throws SyncException {
        return through(Optional.empty(), rules -> server.admitted().open(caller.runner(), request, rules));
    }

    @Override
    public void compare(RunId run, FencingToken token, long scanSeq, CompareLines lines, CompareAnswers answers)
            throws SyncException {
        through(Optional.of(token), rules -> {
            rules.compare(run, token, scanSeq, lines, answers);
            server.messages().accepted(run, token);
            return run;
        });
    }

    @Override
    public ProgressAnswer progress(RunId run, FencingToken token, ProgressRequest request) throws SyncException {
        return through(Optional.of(token), rules -> {
            ProgressAnswer answer = rules.progress(run, token, request);
            server.messages().accepted(run, token);
            return answer;
        });
    }

    @Override
    public CompleteAnswer complete(RunId run, FencingToken token, CompleteRequest request) throws SyncException {
        return through(Optional.of(token), rules -> rules.complete(run, token, request));
    }

    @Override
    public void draft(JobId job, FolderName folder, DraftVisitor visitor) throws SyncException {
        through(Optional.empty(), rules -> {
            rules.draft(job, folder, visitor);
            return job;
        });
    }

    @Override
    public CertifyAnswer certify(CertifyRequest request) throws SyncException {
        return through(Optional.empty(), rules -> rules.certify(request));
    }
}
