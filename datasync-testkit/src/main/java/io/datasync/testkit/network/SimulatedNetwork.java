package io.datasync.testkit.network;

import io.datasync.core.coordinator.CompareAnswers;
import io.datasync.core.coordinator.CompareLines;
import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.CompareAnswer;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.ProgressAnswer;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.seal.CertifyAnswer;
import io.datasync.core.protocol.seal.CertifyRequest;
import io.datasync.core.protocol.seal.DraftVisitor;
import io.datasync.testkit.fault.Call;
import io.datasync.testkit.fault.FaultPoint;
import io.datasync.testkit.fault.Faults;
import io.datasync.testkit.fault.Part;
import io.datasync.testkit.fault.ProcessLife;
import io.datasync.testkit.fault.SimulatedCrash;
import io.datasync.testkit.fault.Verdict;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;

/**
 * The way from one agent to the server: requests and answers are lost, requests arrive twice, late, or once more when they are long forgotten,
 * and the server may be away, tired or dying.
 *
 * <p>A request that arrives late waits until {@link #deliverLate}; nobody hears what comes of it. An agent may have got a part of a streamed
 * answer, of {@code compare} and {@code draft}, before it fails: half of what the server gave. A server that dies while it answers is one
 * that cannot be reached. For one thread at a time.
 */
public final class SimulatedNetwork implements Coordinator {
    /** More than are ever under way; the oldest is lost when one more comes. */
    private static final int WAITING_MAX = 100;

    private final Supplier<Coordinator> server;
    private final FaultPoint point;
    private final ProcessLife agent;
    private final List<Request<?>> waiting = new ArrayList<>();

    /**
     * A network with these faults.
     *
     * @param server the server as this agent's runner sees it, asked for each request that arrives, so that it may be a new one each time
     * @param agent the process that talks
     */
    public SimulatedNetwork(Supplier<Coordinator> server, Faults faults, ProcessLife agent) {
        this.server = server;
        this.agent = agent;
        point = new FaultPoint(Part.NETWORK, faults, agent);
    }

    /** What the server is asked. */
    @FunctionalInterface
    private interface Request<T> {
        T ask(Coordinator server) throws SyncException;
    }

    /** How many requests are still to arrive. */
    public int waiting() {
        return waiting.size();
    }

    /** Lets one of them arrive, the oldest being 0. */
    public void deliverLate(int which) {
        ignored(waiting.remove(which));
    }

    private void ignored(Request<?> request) {
        try {
            deliver(request);
        } catch (SyncException nobodyHears) {
            // The agent has long given up.
        }
    }

    private <T> T deliver(Request<T> request) throws SyncException {
        try {
            return request.ask(server.get());
        } catch (SimulatedCrash crash) {
            if (crash.isOf(agent)) {
                throw crash;
            }
            throw Part.NETWORK.unknown("The server died of it");
        }
    }

    private void keep(Request<?> request) {
        if (waiting.size() == WAITING_MAX) {
            waiting.remove(0);
        }
        waiting.add(request);
    }

    private <T> T send(String name, boolean changes, Request<T> request) throws SyncException {
        Call call = point.named(name, changes);
        return point.call(call, () -> deliver(request), forgotten -> {}, verdict -> {
            if (verdict instanceof Verdict.Late late) {
                keep(request);
                throw late.failure();
            }
            if (verdict instanceof Verdict.Twice) {
                ignored(request);
                return deliver(request);
            }
            if (verdict instanceof Verdict.Echoed) {
                keep(request);
                return deliver(request);
            }
            throw new IllegalArgumentException("A network cannot do this to " + call + ": " + verdict);
        });
    }

    @Override
    public OpenAnswer open(OpenRequest request) throws SyncException {
        return send("open", true, to -> to.open(request));
    }

    @Override
    public void compare(RunId run, FencingToken token, long scanSeq, CompareLines lines, CompareAnswers answers)
            throws SyncException {
        List<CompareLine> sent = new ArrayList<>();
        for (CompareLine line = lines.next(); line != null; line = lines.next()) {
            sent.add(line);
        }
        List<CompareAnswer> given = new ArrayList<>();
        Request<Boolean> request = to -> {
            given.clear();
            Iterator<CompareLine> rest = sent.iterator();
            to.compare(run, token, scanSeq, () -> rest.hasNext() ? rest.next() : null, given::add);
            return true;
        };
        streamed(given, () -> send("compare", true, request), answers::answer);
    }

    @Override
    public ProgressAnswer progress(RunId run, FencingToken token, ProgressRequest request) throws SyncException {
        return send("progress", true, to -> to.progress(run, token, request));
    }

    @Override
    public CompleteAnswer complete(RunId run, FencingToken token, CompleteRequest request) throws SyncException {
        return send("complete", true, to -> to.complete(run, token, request));
    }

    @Override
    public void draft(JobId job, FolderName folder, DraftVisitor visitor) throws SyncException {
        List<DraftLine> given = new ArrayList<>();
        Request<Boolean> request = to -> {
            given.clear();
            to.draft(job, folder, DraftLine.into(given));
            return true;
        };
        streamed(given, () -> send("draft", false, request), line -> line.show(visitor));
    }

    @Override
    public CertifyAnswer certify(CertifyRequest request) throws SyncException {
        CertifyRequest kept = request.kept();
        return send("certify", true, to -> to.certify(kept));
    }

    /** Takes one piece of an answer. */
    @FunctionalInterface
    private interface Taker<T> {
        void take(T piece) throws SyncException;
    }

    private static <T> void streamed(List<T> given, FaultPoint.Work<Boolean> exchange, Taker<T> taker)
            throws SyncException {
        try {
            exchange.run();
        } catch (SyncException e) {
            for (T piece : List.copyOf(given.subList(0, given.size() / 2))) {
                taker.take(piece);
            }
            throw e;
        }
        for (T piece : List.copyOf(given)) {
            taker.take(piece);
        }
    }
}
