package io.datasync.testkit.repair;

import static io.datasync.testkit.repair.RepairFixture.JOB;
import static io.datasync.testkit.repair.RepairFixture.RUNNER;
import static io.datasync.testkit.repair.RepairFixture.path;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryRow;
import io.datasync.core.index.EntryState;
import io.datasync.core.index.notice.AlertRow;
import io.datasync.core.index.notice.FindingRow;
import io.datasync.core.index.notice.SampleRow;
import io.datasync.core.lease.RunId;
import io.datasync.core.path.RelativePath;
import io.datasync.core.store.VersionName;
import io.datasync.core.verify.Sampler;
import io.datasync.core.verify.SamplerReport;
import io.datasync.core.verify.SamplerSettings;
import io.datasync.testkit.fault.Verdict;
import io.datasync.testkit.index.memory.Cut;
import io.datasync.testkit.store.fault.FaultyStore;
import io.datasync.testkit.store.fault.StoreMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Files that the server reads back just after they were proven")
class SamplerTest {
    private static final RunId RUN = new RunId("run-1");
    private static final Duration AGAIN = Duration.ofMinutes(6);
    private static final String A = "2026-04-22/a";

    private final List<ErrorCode> faults = new ArrayList<>();
    private RepairFixture job;

    @BeforeEach
    void aJob() throws SyncException {
        job = new RepairFixture();
        job.archive(A, "first").archive("2026-04-22/b", "second").archive("root.txt", "at the root");
    }

    private void chosen(String... paths) throws SyncException {
        job.index.transact(tx -> {
            tx.lockJob(JOB);
            tx.addSamples(
                    JOB, RUN, List.of(paths).stream().map(RelativePath::known).toList());
            return true;
        });
    }

    private SamplerReport sample() throws SyncException {
        return sample(SamplerSettings.DEFAULTS);
    }

    private SamplerReport sample(SamplerSettings settings) throws SyncException {
        return new Sampler(job.index, url -> opened(), settings).run();
    }

    private FaultyStore opened() {
        FaultyStore store = new FaultyStore(job.share.open());
        faults.forEach(code -> store.queue(StoreMethod.OPEN, Verdict.fails(code)));
        faults.clear();
        return store;
    }

    private SamplerReport sampleAfter(Duration later) throws SyncException {
        job.clock.advance(later);
        return sample();
    }

    private List<AlertRow> alerts() {
        return job.index.alerts(JOB);
    }

    @Test
    @DisplayName("D-5 a file that is as it was proven is noted as checked by the server, and done")
    void aGoodFile() throws SyncException {
        chosen(A, "root.txt");
        var before = job.index.folders(JOB);
        SamplerReport report = sample();
        assertThat(report.equal()).isEqualTo(2);
        assertThat(report.bytes()).isEqualTo("first".length() + "at the root".length());
        assertThat(job.row(A).check()).contains(new EntryRow.Check(EntryRow.Checker.SERVER, job.clock.instant()));
        assertThat(job.row("2026-04-22/b").check()).isEmpty();
        assertThat(job.index.folders(JOB)).as("no revision is raised").isEqualTo(before);
        assertThat(job.index.samples(JOB)).isEmpty();
        assertThat(sample().isIdle()).isTrue();
        assertThat(alerts()).isEmpty();
    }

    @Test
    @DisplayName(
            "D-5 D-4 other bytes are a damaged row, a finding and an alert, which is over when the file was archived anew")
    void aBadFile() throws SyncException {
        job.replace(A, "fIrst");
        chosen(A);
        assertThat(sample().disputed()).isEqualTo(1);
        assertThat(job.state(A)).isEqualTo(EntryState.DAMAGED);
        job.assertSummaries();
        assertThat(job.index.findings(JOB)).singleElement().satisfies(finding -> {
            assertThat(finding.kind()).isEqualTo(FindingRow.Kind.DIGEST_DIFFERS);
            assertThat(finding.path()).contains(path(A));
        });
        assertThat(alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.kind()).isEqualTo(AlertRow.Kind.SAMPLE_DIFFERS);
            assertThat(alert.runner()).isEqualTo(RUNNER);
            assertThat(alert.files()).isEqualTo(new AlertRow.Files(1, Optional.of(path(A))));
            assertThat(alert.summary()).contains(A, "run-1");
        });
        assertThat(sampleAfter(AGAIN).isIdle()).as("looked at once an hour").isTrue();
        assertThat(sampleAfter(Duration.ofHours(1)).disputed()).isEqualTo(1);
        assertThat(job.index.findings(JOB)).hasSize(1);

        job.replace(A, "first").know(job.verified(A, "first"));
        assertThat(sampleAfter(Duration.ofHours(1)).equal()).isEqualTo(1);
        assertThat(alerts()).isEmpty();
        assertThat(job.index.samples(JOB)).isEmpty();
    }

    @Test
    @DisplayName("D-5 the alert lives as long as any sampled file of the job is not as it was proven")
    void twoBadFiles() throws SyncException {
        job.replace(A, "fIrst").replace("root.txt", "at the rooot");
        chosen(A, "root.txt");
        assertThat(sample().disputed()).isEqualTo(2);
        assertThat(alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.files().count()).isEqualTo(2));
        job.replace(A, "first");
        sampleAfter(Duration.ofHours(1));
        assertThat(job.state(A)).as("the bytes on record prove it").isEqualTo(EntryState.VERIFIED);
        assertThat(alerts()).hasSize(1);
        job.replace("root.txt", "at the root");
        sampleAfter(Duration.ofHours(1));
        assertThat(alerts()).isEmpty();
    }

    @Test
    @DisplayName(
            "D-5 D-24 a file that is not there is noted, and missing with an alert when it is not there a lease later")
    void anAbsentFile() throws SyncException {
        job.share.lose(path(A));
        chosen(A);
        assertThat(sample().putOff()).isEqualTo(1);
        assertThat(job.state(A)).isEqualTo(EntryState.VERIFIED);
        assertThat(job.row(A).absentSince()).contains(job.clock.instant());
        assertThat(alerts()).isEmpty();
        assertThat(sampleAfter(AGAIN.minusSeconds(1)).isIdle()).isTrue();
        assertThat(sampleAfter(Duration.ofSeconds(1)).disputed()).isEqualTo(1);
        assertThat(job.state(A)).isEqualTo(EntryState.MISSING);
        assertThat(alerts()).hasSize(1);
        assertThat(sampleAfter(Duration.ofHours(1)).disputed()).isEqualTo(1);

        job.put(A, "first").know(job.verified(A, "first"));
        sampleAfter(Duration.ofHours(1));
        assertThat(alerts()).isEmpty();
    }

    @Test
    @DisplayName(
            "D-5 D-6 what changed, gave way to a folder, or is gone from the record is judged by the record of now")
    void whatChangedMeanwhile() throws SyncException {
        chosen(A, "root.txt");
        job.store.retire(
                path(A), new VersionName(RepairFixture.TICKS, job.row(A).fact().digest()));
        job.put(A, "newer").know(job.verified(A, "newer"));
        assertThat(sample().equal()).isEqualTo(2);
        assertThat(alerts()).isEmpty();
        chosen("2026-04-22/never");
        assertThat(sample().isIdle()).isTrue();
        assertThat(job.index.samples(JOB)).isEmpty();
    }

    @Test
    @DisplayName("D-5 a file that cannot be read, and a share that cannot be asked, say nothing: they are asked again")
    void whatCannotBeRead() throws SyncException {
        chosen(A);
        faults.add(ErrorCode.SHARE_IO);
        assertThat(sample().putOff()).isEqualTo(1);
        faults.add(ErrorCode.SHARE_UNREACHABLE);
        assertThat(sampleAfter(AGAIN).left()).isEqualTo(Map.of(JOB, ErrorCode.SHARE_UNREACHABLE));
        assertThat(job.state(A)).isEqualTo(EntryState.VERIFIED);
        assertThat(sampleAfter(Duration.ofMinutes(9)).isIdle()).isTrue();
        SamplerReport report = sampleAfter(Duration.ofHours(1));
        assertThat(report.equal()).isEqualTo(1);
        assertThat(report.late()).isEqualTo(1);
    }

    @Test
    @DisplayName("D-5 I-12 a node that dies after it took a file, or before it is done, forgets nothing")
    void aNodeDies() throws SyncException {
        job.replace(A, "fIrst");
        chosen(A);
        job.index.<List<SampleRow>>transact(tx -> tx.claimSamples(Duration.ofMinutes(10), 9));
        assertThat(sample().isIdle()).as("it is taken").isTrue();
        job.clock.advance(Duration.ofMinutes(10));
        int cuts = 0;
        while (alerts().isEmpty()) {
            int after = cuts++;
            int[] seen = {0};
            job.index.cuts(() -> seen[0]++ == after ? Cut.BEFORE_COMMIT : Cut.NONE);
            try {
                sample();
            } catch (SyncException e) {
                assertThat(e.code()).isEqualTo(ErrorCode.INDEX_UNAVAILABLE);
            }
            job.index.cuts(() -> Cut.NONE);
            job.clock.advance(Duration.ofMinutes(11));
        }
        assertThat(cuts).isGreaterThan(3);
        assertThat(job.state(A)).isEqualTo(EntryState.DAMAGED);
        assertThat(job.index.findings(JOB)).hasSize(1);
    }

    @Test
    @DisplayName(
            "D-5 I-11 a call looks at so many files, and begins none after so many bytes; the rest waits for the next")
    void bounds() throws SyncException {
        for (int i = 0; i < 50; i++) {
            job.archive("2026-04-25/" + i, "0123456789");
            chosen("2026-04-25/" + i);
        }
        assertThat(sample(new SamplerSettings(7, 1_000_000)).files()).isEqualTo(7);
        assertThat(sample(new SamplerSettings(1_000, 35)).files()).isEqualTo(4);
        assertThat(sample(new SamplerSettings(30, 1_000_000)).files()).isEqualTo(30);
        assertThat(sample().files()).isEqualTo(9);
        assertThat(job.index.samples(JOB)).isEmpty();
    }

    @Test
    @DisplayName("D-5 one file of a hundred is chosen, by run and path alone")
    void oneOfAHundred() {
        long chosen = IntStream.range(0, 100_000)
                .filter(i -> SampleRow.isChosen(RUN, path("2026-04-25/" + i)))
                .count();
        assertThat(chosen).isBetween(850L, 1_150L);
        RunId other = new RunId("run-2");
        assertThat(IntStream.range(0, 100_000)
                        .filter(i -> SampleRow.isChosen(RUN, path("2026-04-25/" + i))
                                && SampleRow.isChosen(other, path("2026-04-25/" + i)))
                        .count())
                .isLessThan(60);
    }
}
