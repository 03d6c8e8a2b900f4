package io.datasync.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OnceCommandTest extends CommandOnPc {
    @Test
    @DisplayName("D-22 I-14 a job that is refused keeps no other from being archived, and is told as its own trouble")
    void oneRefusedJobDelaysNoOther() throws Exception {
        enrol();
        server.approveAll();
        Files.writeString(forbidden.resolve("secret.csv"), "not to be read");
        Files.writeString(allowed.resolve("value.csv"), "1");

        assertThat(agent("once", "--settle", "0")).isEqualTo(ExitCode.SOURCE.number());
        assertThat(folder.resolve("archive-b-allowed/value.csv")).hasContent("1");
        assertThat(folder.resolve("archive-a-forbidden/secret.csv")).doesNotExist();
        assertThat(out.toString()).contains("b-allowed: seen 1 = verified 1").doesNotContain("a-forbidden");
        assertThat(err.toString())
                .startsWith("a-forbidden: ")
                .contains("(root_forbidden)")
                .hasLineCount(1);

        assertThat(agent("once", "--settle", "0", "--json")).isEqualTo(ExitCode.SOURCE.number());
        assertThat(out.toString().lines())
                .satisfiesExactly(
                        refused -> assertThat(refused)
                                .startsWith("{\"job\":\"a-forbidden\"")
                                .contains("\"code\":\"root_forbidden\"")
                                .doesNotContain("seen"),
                        done -> assertThat(done)
                                .startsWith("{\"job\":\"b-allowed\"")
                                .contains("\"seen\":1,"));
    }

    @Test
    @DisplayName("AGT-1 before a person approved this PC, that is what is said")
    void aPcThatWaitsSaysSo() {
        enrol();
        assertThat(agent("once")).isEqualTo(ExitCode.PENDING.number());
        assertThat(err.toString())
                .contains("approval as pc-1", "(runner_pending)")
                .hasLineCount(1);
    }

    @Test
    @DisplayName("OPS-6 a PC that waits for approval and finds no server is told of the server")
    void aPcThatWaitsAndFindsNoServer() {
        enrol();
        server.close();
        assertThat(agent("once")).isEqualTo(ExitCode.SERVER.number());
        assertThat(err.toString()).contains("(server_unreachable)").hasLineCount(1);
    }

    @Test
    @DisplayName(
            "AGT-5 a journal that is found damaged is set aside, the other jobs go on with a new one, and the next time all is well")
    void aDamagedJournalIsSetAside() throws Exception {
        Path other = Files.createDirectory(allowed.resolve("other"));
        server.give(job("c-first", allowed), job("d-second", other));
        enrol();
        server.approveAll();
        Files.writeString(allowed.resolve("value.csv"), "1");
        Files.writeString(other.resolve("value.csv"), "2");
        assertThat(agent("once", "--settle", "0")).isZero();
        try (Connection damage = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("home/journal.db"));
                Statement statement = damage.createStatement()) {
            statement.executeUpdate("UPDATE entries SET name = CAST('../x' AS BLOB)");
        }
        assertThat(agent("once", "--settle", "0")).isNotZero();
        assertThat(err.toString())
                .startsWith("c-first: ")
                .contains("(journal_corrupt)")
                .hasLineCount(1);
        assertThat(out.toString()).contains("d-second: seen 1 = verified 1");
        assertThat(folder.resolve("home"))
                .isDirectoryContaining(file -> file.getFileName().toString().startsWith("journal.db.corrupt-"));
        assertThat(agent("once", "--settle", "0")).isZero();
        assertThat(out.toString()).contains("c-first: seen 2 = verified 2").contains("0 files sent");
    }

    @Test
    @DisplayName("AGT-7 a time to wait that makes no sense is a wrong command line")
    void aWaitThatMakesNoSenseIsRefused() {
        for (String seconds : List.of("-1", "86401", "x")) {
            assertThat(agent("once", "--settle", seconds)).as(seconds).isEqualTo(ExitCode.USAGE.number());
            assertThat(err.toString()).contains("--settle").doesNotContain("\tat ");
        }
    }
}
