package io.datasync.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.agent.work.StopSignal;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AgentCommandTest {
    /** A port that nothing listens on: the discard service. */
    private static final String NOBODY = "http://127.0.0.1:9";

    @TempDir
    Path home;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int agent(String... args) {
        return AgentCommand.execute(
                args,
                Map.of("DATASYNC_AGENT_HOME", home.toString()),
                Clock.systemUTC(),
                new StopSignal(),
                new PrintWriter(out, true),
                new PrintWriter(err, true));
    }

    @Test
    @DisplayName("AGT-7 help names every command")
    void helpNamesEveryCommand() {
        assertThat(agent("--help")).isZero();
        assertThat(out.toString())
                .contains("enroll", "once", "status", "--home")
                .contains(ExitCode.PENDING.meaning(), "130");
    }

    @Test
    @DisplayName("AGT-7 a wrong command line ends with 2 and says what is wrong")
    void aWrongCommandLineIsSaid() {
        assertThat(agent("arhcive")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("arhcive");
    }

    @Test
    @DisplayName("D-2 a source is accepted by name: without a job that is a wrong command line")
    void aSourceIsAcceptedByName() {
        assertThat(agent("once", "--accept-source")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("--accept-source needs --job");
    }

    @Test
    @DisplayName("D-12 changes are decided about by job, one way or the other")
    void changesAreDecidedByName() {
        for (String decision : new String[] {"--accept-changes", "--quarantine-changes"}) {
            assertThat(agent("once", decision)).isEqualTo(ExitCode.USAGE.number());
            assertThat(err.toString()).contains("need --job");
        }
        assertThat(agent("once", "--job", "a", "--accept-changes", "--quarantine-changes"))
                .isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("exclude each other");
    }

    @Test
    @DisplayName("AGT-7 an agent that was never enrolled says so")
    void anAgentThatWasNeverEnrolledSaysSo() {
        assertThat(agent("once")).isEqualTo(ExitCode.USAGE.number());
        assertThat(err.toString()).contains("enroll this PC first", "configuration_invalid");
    }

    @Test
    @DisplayName("AGT-1 a server that is away is said, with its code, and nothing is lost by it")
    void aServerThatIsAwayIsSaid() {
        assertThat(agent("enroll", "--server", NOBODY, "--id", "pc-1")).isEqualTo(ExitCode.SERVER.number());
        assertThat(err.toString()).contains("server_unreachable").hasLineCount(1);
        assertThat(agent("once")).isEqualTo(ExitCode.SERVER.number());
    }

    @Test
    @DisplayName("AGT-7 status of a home that nobody worked in says so, and is an empty object as JSON")
    void statusOfAnEmptyHome() {
        assertThat(agent("status")).isZero();
        assertThat(out.toString()).contains("No agent is at work here");
        assertThat(agent("status", "--json")).isZero();
        assertThat(out.toString()).endsWith("{}\n");
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    @DisplayName("AGT-7 every failure has an exit code that is not success, and a line that names it")
    void everyFailureHasAnExitCode(ErrorCode code) {
        assertThat(ExitCode.of(code)).isNotEqualTo(ExitCode.OK);
        assertThat(Advice.of(SyncException.permanent(code, "It broke."))).startsWith("It broke (" + code.text() + ").");
    }

    @Test
    @DisplayName("AGT-7 the reference page has every exit code as it is")
    void theReferencePageIsTrue() throws Exception {
        Path page = Path.of("..", "docs", "reference", "exit-codes.md");
        for (ExitCode code : ExitCode.values()) {
            assertThat(page)
                    .content()
                    .contains("| " + code.number() + " | " + code.name().toLowerCase(Locale.ROOT) + " | "
                            + code.meaning() + " |");
        }
    }

    @Test
    @DisplayName("AGT-7 no two exit codes share a number")
    void exitCodesAreDistinct() {
        assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::number)).doesNotHaveDuplicates();
    }
}
