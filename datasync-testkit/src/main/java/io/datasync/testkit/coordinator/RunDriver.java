package io.datasync.testkit.coordinator;

import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.failure.SyncException;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.lease.RunId;
import io.datasync.core.manifest.Fact;
import io.datasync.core.manifest.SourceEntry;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import io.datasync.core.protocol.CompareAnswer;
import io.datasync.core.protocol.CompareLine;
import io.datasync.core.protocol.CompareVerdict;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.OpenRequest;
import io.datasync.core.protocol.ProgressAnswer;
import io.datasync.core.protocol.ProgressRequest;
import io.datasync.core.protocol.Report;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A run that a test drives message by message. */
record RunDriver(Coordinator coordinator, JobId job, RunId run, FencingToken token) {
    /** Opens a new run that claims nothing. */
    static RunDriver open(Coordinator coordinator, JobId job) throws SyncException {
        return open(coordinator, request(job, Samples.newRun()));
    }

    static RunDriver open(Coordinator coordinator, OpenRequest request) throws SyncException {
        return new RunDriver(
                coordinator,
                request.job(),
                request.run(),
                coordinator.open(request).token());
    }

    static OpenRequest request(JobId job, RunId run) {
        return request(job, run, Optional.empty(), FencingToken.NONE, List.of());
    }

    static OpenRequest continuing(JobId job, RunId before) {
        return request(job, Samples.newRun(), Optional.of(before), FencingToken.NONE, List.of());
    }

    static OpenRequest request(
            JobId job, RunId run, Optional<RunId> continues, FencingToken highest, Collection<Fact> facts) {
        return new OpenRequest(run, job, 1, false, continues, highest, Samples.claims(facts));
    }

    /** Opens the same run again with these facts as its claim. */
    OpenAnswer claim(Collection<Fact> facts) throws SyncException {
        return coordinator.open(request(job, run, Optional.empty(), FencingToken.NONE, facts));
    }

    /** The folders in which an agent that has these facts, all at the source, differs from the index. */
    List<FolderName> differing(Collection<Fact> facts) throws SyncException {
        return claim(facts).differing();
    }

    ProgressAnswer report(Report... reports) throws SyncException {
        return coordinator.progress(run, token, new ProgressRequest(List.of(reports)));
    }

    ProgressAnswer verified(long scanSeq, Fact... facts) throws SyncException {
        List<Report> reports = new ArrayList<>();
        for (Fact fact : facts) {
            reports.add(new Report.Verified(scanSeq, fact));
        }
        return coordinator.progress(run, token, new ProgressRequest(reports));
    }

    ProgressAnswer gone(long scanSeq, String path) throws SyncException {
        return report(new Report.Gone(scanSeq, RelativePath.known(path)));
    }

    CompleteAnswer complete(CompleteRequest request) throws SyncException {
        return coordinator.complete(run, token, request);
    }

    /** Sends lines as they are. */
    List<CompareAnswer> compare(long scanSeq, List<CompareLine> lines) throws SyncException {
        List<CompareAnswer> answers = new ArrayList<>();
        Iterator<CompareLine> rest = lines.iterator();
        coordinator.compare(run, token, scanSeq, () -> rest.hasNext() ? rest.next() : null, answers::add);
        return answers;
    }

    /** Names entries of one folder, without digests, in the order that is asked for. */
    Map<String, CompareAnswer> compare(long scanSeq, FolderName folder, boolean complete, SourceEntry... entries)
            throws SyncException {
        List<CompareLine> lines = new ArrayList<>();
        lines.add(new CompareLine.Start(folder));
        List.of(entries).stream()
                .sorted(SourceEntry.CANONICAL_ORDER)
                .forEach(entry -> lines.add(new CompareLine.Item(entry, Optional.empty())));
        lines.add(new CompareLine.End(folder, complete));
        Map<String, CompareAnswer> answers = new TreeMap<>(Comparator.naturalOrder());
        for (CompareAnswer answer : compare(scanSeq, lines)) {
            answers.put(answer.path().text(), answer);
        }
        return answers;
    }

    /** The verdict on one entry, told to a listing that says nothing about the rest of its folder. */
    CompareVerdict verdict(long scanSeq, SourceEntry entry) throws SyncException {
        return compareOne(scanSeq, new CompareLine.Item(entry, Optional.empty()))
                .verdict();
    }

    CompareAnswer compareOne(long scanSeq, CompareLine.Item item) throws SyncException {
        FolderName folder = item.entry().path().folder();
        return compare(scanSeq, List.of(new CompareLine.Start(folder), item, new CompareLine.End(folder, false)))
                .get(0);
    }
}
