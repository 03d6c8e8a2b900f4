package io.datasync.agent.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.coordinator.Coordinator;
import io.datasync.core.failure.SyncException;
import io.datasync.core.journal.JobJournal;
import io.datasync.core.lease.JobId;
import io.datasync.core.store.ArchiveStore;
import io.datasync.core.store.directory.DirectoryStep;
import io.datasync.testkit.journal.memory.InMemoryJournal;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CrashPointsTest {
    /** Reads, comparing among them, what a store does for itself, and the making of an archive, which no agent does. */
    private static final Set<String> CHANGE_NOTHING = Set.of(
            "sourceIdentity",
            "compare",
            "folders",
            "entries",
            "find",
            "vanishCensus",
            "pending",
            "unreported",
            "summaries",
            "counts",
            "losses",
            "lossesOf",
            "currentRun",
            "highestToken",
            "capabilities",
            "create",
            "marker",
            "openStaged",
            "open",
            "findVersion",
            "openVersion",
            "staged",
            "control",
            "intents",
            "controls",
            "peek",
            "isVacant",
            "changeCensus",
            "newNames",
            "held",
            "standings",
            "purgeMemory",
            "unwrittenLosses",
            "unfinished",
            "sealedFolders",
            "sealDueAt",
            "draft",
            "list",
            "close");

    private final AtomicInteger deaths = new AtomicInteger();

    private CrashPoints at(String text) {
        return CrashPoints.of(text, deaths::incrementAndGet);
    }

    private static JobJournal journal() throws SyncException {
        return new InMemoryJournal().job(new JobId("j"));
    }

    @Test
    @DisplayName("nothing is wrapped while it is off")
    void offByDefault() throws SyncException {
        JobJournal journal = journal();
        assertThat(at("").around(JobJournal.class, journal)).isSameAs(journal);
        assertThat(at("publish").around(JobJournal.class, journal)).isSameAs(journal);
        at("").stored(DirectoryStep.PUBLISHED);
        assertThat(deaths).hasValue(0);
        assertThat(System.getProperty(CrashPoints.PROPERTY)).isNull();
    }

    @Test
    @DisplayName("it ends the process when the step is done, and not at another")
    void atTheStep() throws SyncException {
        JobJournal journal = at("journal").around(JobJournal.class, journal());
        long scan = journal.beginScan();
        assertThat(deaths).hasValue(0);
        journal.recordVerified(scan, List.of());
        assertThat(deaths).hasValue(1);
    }

    @Test
    @DisplayName("what the port throws comes through")
    void failuresComeThrough() throws SyncException {
        JobJournal journal = at("observe").around(JobJournal.class, journal());
        assertThatThrownBy(() -> journal.pending(Optional.empty(), 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(classes = {JobJournal.class, ArchiveStore.class, Coordinator.class})
    @DisplayName("I-8 every call of a port that changes something durable is a point, and every point is such a call")
    void everyDurableCallIsAPoint(Class<?> port) {
        Set<String> durable = Arrays.stream(port.getMethods())
                .map(Method::getName)
                .filter(name -> !CHANGE_NOTHING.contains(name) || (name.equals("open") && port == Coordinator.class))
                .collect(Collectors.toSet());
        List<String> points = Arrays.stream(CrashStep.values())
                .filter(step -> step.port().equals(port))
                .map(CrashStep::method)
                .toList();
        assertThat(points).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(durable);
    }

    @Test
    @DisplayName("every point is in one crash run, but for those whose reason stands there")
    void everyPointIsUsed() {
        assertThat(CrashPoints.points(CrashRun.NONE))
                .containsExactly(
                        "unstage-vanished",
                        "forget-new",
                        "hold",
                        "accept-changes",
                        "quarantine-changes",
                        "changes-told",
                        "purge-noted",
                        "unseal",
                        "resume",
                        "folder-gone",
                        "certificate",
                        "assign-losses",
                        "losses-written",
                        "certify",
                        "seal",
                        "seal-due",
                        "store-folders-made");
        assertThat(CrashPoints.points(CrashRun.AGENT)).contains("observe", "store-control-named");
        assertThat(CrashPoints.points(CrashRun.END_TO_END)).contains("journal");
        int points = CrashStep.values().length + DirectoryStep.values().length;
        assertThat(Arrays.stream(CrashRun.values())
                        .flatMap(run -> CrashPoints.points(run).stream())
                        .peek(this::at))
                .hasSize(points);
    }

    @Test
    @DisplayName("a point that is none stops the start")
    void unknownPoints() {
        for (String text : List.of("nowhere", "store-", "store-nowhere", "publish:2")) {
            assertThatThrownBy(() -> at(text)).isInstanceOf(IllegalArgumentException.class);
        }
        at("store-published").stored(DirectoryStep.PUBLISHED);
        assertThat(deaths).hasValue(1);
    }
}
