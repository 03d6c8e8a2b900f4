package io.datasync.core.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("States, tokens and ids")
final class LeaseValuesTest {
    @Test
    @DisplayName("RUN-1 nothing leaves a terminal state, and nothing goes back")
    void statesGoForward() {
        Set<RunState> terminal = EnumSet.of(RunState.SUCCESS, RunState.PARTIAL, RunState.FAILED, RunState.ORPHANED);
        for (RunState from : RunState.values()) {
            assertThat(from.alive()).isEqualTo(!terminal.contains(from));
            assertThat(RunState.ofText(from.text())).isEqualTo(from);
            for (RunState to : RunState.values()) {
                boolean allowed = (from == RunState.OPEN && to != RunState.OPEN)
                        || (from == RunState.RUNNING && terminal.contains(to));
                assertThat(from.mayBecome(to)).as("%s to %s", from, to).isEqualTo(allowed);
            }
        }
    }

    @Test
    @DisplayName("D-20 tokens are ordered by epoch and then by counter, and survive the way through text")
    void tokensAreOrdered() throws SyncException {
        List<FencingToken> ordered = List.of(
                FencingToken.NONE,
                new FencingToken(0, 1),
                new FencingToken(0, 999_999_999_999_999_999L),
                new FencingToken(1, 0),
                new FencingToken(2, 1),
                new FencingToken(10, 0));
        List<FencingToken> shuffled = new ArrayList<>(ordered);
        Collections.shuffle(shuffled, new Random(1));
        Collections.sort(shuffled);
        assertThat(shuffled).isEqualTo(ordered);
        for (FencingToken token : ordered) {
            assertThat(FencingToken.parse(token.toString())).isEqualTo(token);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "1",
                "1.",
                ".1",
                "1.2.3",
                "-1.2",
                "1.-2",
                "1,2",
                " 1.2",
                "1.2 ",
                "1000000000000000000.1",
                "\u0661.2"
            })
    @DisplayName("RUN-2 what is no token is refused")
    void whatIsNoToken(String text) {
        assertThatThrownBy(() -> FencingToken.parse(text))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.MESSAGE_MALFORMED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a/b",
                "a b",
                "-a",
                "_a",
                ".a",
                "a\n",
                "ä",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    @DisplayName("SEC-6 what is no id is refused, since ids become names of files and parts of paths")
    void whatIsNoId(String text) {
        assertThatThrownBy(() -> RunId.parse(text)).isInstanceOf(SyncException.class);
        assertThatThrownBy(() -> JobId.parse(text)).isInstanceOf(SyncException.class);
        assertThatThrownBy(() -> RunnerId.parse(text)).isInstanceOf(SyncException.class);
    }

    @Test
    @DisplayName("RUN-3 an id is its text: it reads so, is ordered so, and comes back from it")
    void idsAreTheirText() throws SyncException {
        for (String text : List.of("a", "A-1_b.c", "0", "a".repeat(64))) {
            assertThat(RunId.parse(text)).isEqualTo(new RunId(text)).hasToString(text);
            assertThat(JobId.parse(text)).isEqualTo(new JobId(text)).hasToString(text);
            assertThat(RunnerId.parse(text)).isEqualTo(new RunnerId(text)).hasToString(text);
        }
        assertThat(new RunId("a")).isLessThan(new RunId("b")).isGreaterThan(new RunId("B"));
        assertThat(new JobId("a")).isLessThan(new JobId("b")).isGreaterThan(new JobId("B"));
        assertThat(new RunnerId("a")).isLessThan(new RunnerId("b")).isGreaterThan(new RunnerId("B"));
    }
}
