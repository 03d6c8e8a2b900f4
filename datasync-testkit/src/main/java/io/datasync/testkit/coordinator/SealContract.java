package io.datasync.testkit.coordinator;

import static io.datasync.testkit.coordinator.Samples.WHOLE;
import static io.datasync.testkit.coordinator.Samples.fact;
import static io.datasync.testkit.coordinator.Samples.folder;
import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.index.EntryState;
import io.datasync.core.lease.FencingToken;
import io.datasync.core.lease.JobId;
import io.datasync.core.path.FolderName;
import io.datasync.core.protocol.CompleteAnswer;
import io.datasync.core.protocol.CompleteRequest;
import io.datasync.core.protocol.OpenAnswer;
import io.datasync.core.protocol.seal.FolderListing;
import io.datasync.core.protocol.seal.FolderListings;
import io.datasync.testkit.coordinator.fixture.CoordinatorFixture;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** When the server asks for a folder to be sealed, and what it says of sealed ones (CORE-5, D-10). */
interface SealContract extends SealSteps {
    @Test
    @DisplayName(
            "CORE-5 D-10 a date folder is asked for 24 hours after the last new file, by a listing that began then")
    default void aQuietFolderIsAskedFor() throws SyncException {
        CoordinatorFixture.Backstage backstage = backstage();
        JobId job = archived("2026-01-10/a");
        CompleteAnswer early = open(job).complete(SealSteps.end(Duration.ZERO, SealSteps.listed(PAST)));
        assertThat(early.toSeal()).isEmpty();
        assertThat(early.nextSealIn().orElseThrow())
                .isBetween(Duration.ofHours(24).minusMinutes(5), Duration.ofHours(24));

        backstage.advance(Duration.ofHours(25));
        CompleteAnswer listedTooEarly = open(job).complete(SealSteps.end(Duration.ofHours(2), SealSteps.listed(PAST)));
        assertThat(listedTooEarly.toSeal()).isEmpty();
        assertThat(listedTooEarly.nextSealIn()).contains(Duration.ZERO);

        CompleteAnswer now = open(job).complete(SealSteps.end(Duration.ofMinutes(5), SealSteps.listed(PAST)));
        assertThat(now.toSeal()).containsExactly(PAST);
        assertThat(now.nextSealIn()).isEmpty();
    }

    @Test
    @DisplayName("RUN-3 the end of a run, repeated, asks for the same folders")
    default void aRepeatAsksForTheSame() throws SyncException {
        CoordinatorFixture.Backstage backstage = backstage();
        JobId job = archived("2026-01-10/a");
        backstage.advance(Duration.ofHours(25));
        RunDriver run = open(job);
        CompleteAnswer first = run.complete(SealSteps.end(Duration.ZERO, SealSteps.listed(PAST)));
        assertThat(run.complete(SealSteps.end(Duration.ZERO, SealSteps.listed(PAST))))
                .isEqualTo(first);
        assertThat(first.toSeal()).containsExactly(PAST);
    }

    @Test
    @DisplayName("D-10 a silent agent, and a run that failed, prove nothing")
    default void silenceProvesNothing() throws SyncException {
        CoordinatorFixture.Backstage backstage = backstage();
        JobId job = archived("2026-01-10/a");
        backstage.advance(Duration.ofDays(9));
        assertThat(open(job).complete(WHOLE).toSeal()).isEmpty();
        CompleteRequest failed = new CompleteRequest(
                WHOLE.balance(),
                0,
                0,
                0,
                Optional.of(ErrorCode.SHARE_FULL),
                0,
                0,
                new FolderListings(List.of(SealSteps.listed(PAST)), List.of(), false, Duration.ZERO));
        assertThat(open(job).complete(failed).toSeal()).isEmpty();
        assertThat(open(job)
                        .complete(SealSteps.end(Duration.ZERO, SealSteps.listed(folder("2026-01-11"))))
                        .toSeal())
                .isEmpty();
    }

    @Test
    @DisplayName("D-10 D-4 nothing in the folder is in flight, failed, damaged, missing or not proven")
    default void nothingIsOutstanding() throws SyncException {
        CoordinatorFixture.Backstage backstage = backstage();
        JobId job = archived("2026-01-10/a");
        RunDriver run = open(job);
        run.verified(1, fact("2026-01-10/b", 2));
        run.complete(WHOLE);
        backstage.advance(Duration.ofHours(25));
        CompleteAnswer outstanding = open(job).complete(SealSteps.end(Duration.ZERO, new FolderListing(PAST, 1)));
        assertThat(outstanding.toSeal()).isEmpty();
        assertThat(outstanding.nextSealIn()).isEmpty();
        for (EntryState state : List.of(EntryState.PRESENT, EntryState.DAMAGED, EntryState.MISSING)) {
            backstage.setState(job, fact("2026-01-10/b", 2).entry().path(), state);
            assertThat(open(job)
                            .complete(SealSteps.end(Duration.ZERO, SealSteps.listed(PAST)))
                            .toSeal())
                    .as(state.text())
                    .isEmpty();
        }
        backstage.setState(job, fact("2026-01-10/b", 2).entry().path(), EntryState.ATTESTED);
        assertThat(open(job)
                        .complete(SealSteps.end(Duration.ZERO, SealSteps.listed(PAST)))
                        .toSeal())
                .containsExactly(PAST);
    }

    @Test
    @DisplayName("D-10 only date folders are sealed: no other name, no impossible day, no day to come")
    default void onlyDateFolders() throws SyncException {
        CoordinatorFixture.Backstage backstage = backstage();
        for (String name : List.of("2026-02-30", "2126-01-10", "2026-1-10", "2026-01-10x", "docs")) {
            JobId job = archived(name + "/a");
            backstage.advance(Duration.ofHours(25));
            CompleteAnswer answer = open(job).complete(SealSteps.end(Duration.ZERO, SealSteps.listed(folder(name))));
            assertThat(answer.toSeal()).as(name).isEmpty();
            assertThat(answer.nextSealIn()).as(name).isEmpty();
        }
    }

    @Test
    @DisplayName("CORE-5 something new puts the seal off for another 24 hours; the same again, or a purge, does not")
    default void newFilesPutItOff() throws SyncException {
        CoordinatorFixture.Backstage backstage = backstage();
        JobId job = archived("2026-01-10/a");
        backstage.advance(Duration.ofHours(20));
        RunDriver late = open(job);
        late.verified(2, fact("2026-01-10/b", 2));
        late.complete(WHOLE);
        backstage.advance(Duration.ofHours(20));
        assertThat(open(job)
                        .complete(SealSteps.end(Duration.ZERO, SealSteps.listed(PAST)))
                        .toSeal())
                .isEmpty();
        RunDriver same = open(job);
        same.verified(3, fact("2026-01-10/b", 2));
        same.gone(3, "2026-01-10/a");
        same.complete(WHOLE);
        backstage.advance(Duration.ofHours(5));
        assertThat(open(job)
                        .complete(SealSteps.end(Duration.ZERO, SealSteps.listed(PAST)))
                        .toSeal())
                .containsExactly(PAST);
    }

    @Test
    @DisplayName(
            "D-1 D-10 a folder that the source has purged is sealed when the whole root was listed and nothing of it waits")
    default void aFolderThatLeftTheSource() throws SyncException {
        CoordinatorFixture.Backstage backstage = backstage();
        JobId job = archived("2026-01-10/a");
        backstage.advance(Duration.ofHours(25));
        CompleteRequest nothing = listings(List.of(), true);
        assertThat(open(job).complete(nothing).toSeal()).as("still there").isEmpty();
        RunDriver purged = open(job);
        purged.gone(2, "2026-01-10/a");
        purged.complete(WHOLE);
        assertThat(open(job).complete(listings(List.of(), false)).toSeal())
                .as("not all listed")
                .isEmpty();
        assertThat(open(job).complete(listings(List.of(PAST), true)).toSeal())
                .as("there, and not listed to its end")
                .isEmpty();
        assertThat(open(job).complete(nothing).toSeal()).containsExactly(PAST);
    }

    private static CompleteRequest listings(List<FolderName> unsettled, boolean whole) {
        return new CompleteRequest(
                WHOLE.balance(),
                0,
                0,
                0,
                Optional.empty(),
                0,
                0,
                new FolderListings(List.of(), unsettled, whole, Duration.ZERO));
    }

    @Test
    @DisplayName("D-10 the end of a run says when a folder may be ready, also one that it did not list")
    default void whenToComeBack() throws SyncException {
        backstage();
        JobId job = archived("2026-01-10/a");
        assertThat(open(job).complete(WHOLE).nextSealIn().orElseThrow())
                .isBetween(Duration.ofHours(24).minusMinutes(5), Duration.ofHours(24));
    }

    @Test
    @DisplayName(
            "CORE-4 a sealed folder that is not claimed does not differ, and sealed folders are named only to who takes others for sealed")
    default void sealedFoldersAreNotClaimed() throws SyncException {
        CoordinatorFixture.Backstage backstage = backstage();
        JobId job = archived("2026-01-10/a");
        backstage.seal(job, PAST);
        OpenAnswer forgetful = claim(job, List.of());
        assertThat(forgetful.sealed().orElseThrow()).containsExactly(PAST);
        assertThat(forgetful.differing()).isEmpty();
        assertThat(claim(job, List.of(PAST)).sealed()).isEmpty();
        assertThat(claim(job, List.of(PAST)).differing()).isEmpty();
        assertThat(claim(job, List.of(PAST, folder("2026-01-11"))).sealed().orElseThrow())
                .containsExactly(PAST);
        OpenAnswer claims = fixture()
                .coordinator()
                .open(RunDriver.request(
                        job, Samples.newRun(), Optional.empty(), FencingToken.NONE, List.of(fact("2026-01-10/b", 2))));
        assertThat(claims.differing()).containsExactly(PAST);
    }
}
