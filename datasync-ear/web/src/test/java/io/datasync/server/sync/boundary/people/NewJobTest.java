package io.datasync.server.sync.boundary.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import io.datasync.core.path.PathFilter;
import io.datasync.core.purge.PurgePool;
import io.datasync.server.platform.problem.ProblemException;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class NewJobTest {
    private static final String ROOT = "D:\\Messung \"ü\" \ud83d\ude00";
    private static final String URL = "file:///archive/one";

    private static NewJob job(String root, String archiveUrl, String glob) {
        return new NewJob(
                "pc-1",
                "one",
                null,
                null,
                root,
                archiveUrl,
                List.of(glob),
                List.of(glob),
                null,
                null,
                null,
                null,
                null);
    }

    @Test
    @DisplayName("AGT-1 what an agent can read is accepted as it is")
    void whatAnAgentCanReadIsAccepted() throws SyncException {
        assertThat(job(ROOT, URL, "*.ü\ud83d\ude00").definition())
                .satisfies(made -> assertThat(made.root()).isEqualTo(ROOT))
                .satisfies(made -> assertThat(made.include()).containsExactly("*.ü\ud83d\ude00"));
    }

    @Test
    @DisplayName("AGT-1 a job that would spoil the list of its agent's jobs is refused")
    void whatNoAgentCanReadIsRefused() {
        for (String text : List.of("/data/geo\n", "a\u0000b", "a\u0085b", "half \ud83d", "\ude00 half")) {
            refused(job(text, URL, "*"));
            refused(job(ROOT, URL + text, "*"));
            refused(job(ROOT, URL, text));
        }
    }

    @Test
    @DisplayName("D-27 the names of jobs that the server makes for a second PC are not for people")
    void namesOfJobsAsideAreRefused() {
        refused(new NewJob("pc-1", "one~0a1b", null, null, ROOT, URL, null, null, null, null, null, null, null));
    }

    @Test
    @DisplayName("AGT-8 a job whose filter no agent could make is refused")
    void whatNoAgentCanFilterByIsRefused() throws SyncException {
        for (String glob : List.of("a**b", "a//b", "../a")) {
            refused(job(ROOT, URL, glob));
        }
        List<String> most = Collections.nCopies(PathFilter.PATTERNS_MAX, "*.csv");
        assertThat(including(most).definition().include()).isEqualTo(most);
        refused(including(Collections.nCopies(PathFilter.PATTERNS_MAX + 1, "*.csv")));
    }

    @Test
    @DisplayName(
            "AGT-14 what instruments leave behind is excluded unless a list of excludes says otherwise, also an empty one")
    void whatInstrumentsLeaveBehindIsExcluded() throws SyncException {
        var silent = new NewJob("pc-1", "one", null, null, ROOT, URL, null, null, null, null, null, null, null);
        assertThat(silent.definition().exclude()).containsExactly("Thumbs.db", "~$*", "*.tmp");
        assertThat(silent.definition().include()).isEmpty();
        assertThat(including(List.of()).definition().exclude()).isEmpty();
    }

    @Test
    @DisplayName("I-1 a source and an archive that lie in each other are refused before anything is made in them")
    void sourceAndArchiveAreApart() throws SyncException {
        refused(job("/data", "file:///data", "*"));
        refused(job("/data", "file:///data/x/../archive/", "*"));
        refused(job("/data/geometry/", "file:/data", "*"));
        assertThat(job("/data", "file:///database", "*").definition().root()).isEqualTo("/data");
        assertThat(job("C:\\data", "file:///data", "*").definition().root()).isEqualTo("C:\\data");
    }

    private static NewJob in(@Nullable PoolLimit pool) {
        return new NewJob("pc-1", "one", null, null, ROOT, URL, null, null, null, null, null, null, pool);
    }

    @Test
    @DisplayName("D-11 a job may say at which limit its PC deletes; an impossible pool is refused, none is unknown")
    void pools() throws SyncException {
        assertThat(in(null).definition().pool()).isEmpty();
        assertThat(in(new PoolLimit("disk-d", 30_000L, null)).definition().pool())
                .contains(new PurgePool("disk-d", OptionalLong.of(30_000), OptionalLong.empty()));
        assertThat(in(new PoolLimit("disk-d", null, Long.MAX_VALUE))
                        .definition()
                        .pool())
                .contains(new PurgePool("disk-d", OptionalLong.empty(), OptionalLong.of(Long.MAX_VALUE)));
        for (PoolLimit impossible : List.of(
                new PoolLimit(null, 1L, 1L),
                new PoolLimit("two words", 1L, 1L),
                new PoolLimit("d".repeat(65), 1L, 1L),
                new PoolLimit("d", 0L, null),
                new PoolLimit("d", null, -1L))) {
            assertThatThrownBy(() -> in(impossible).definition())
                    .isInstanceOfSatisfying(SyncException.class, refused -> assertThat(refused.code())
                            .isEqualTo(ErrorCode.MESSAGE_MALFORMED));
        }
    }

    private static NewJob including(List<String> globs) {
        return new NewJob("pc-1", "one", null, null, ROOT, URL, globs, List.of(), null, null, null, null, null);
    }

    private static void refused(NewJob job) {
        assertThatThrownBy(job::definition).as(job.toString()).isInstanceOf(ProblemException.class);
    }
}
