package io.datasync.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.lease.JobId;
import io.datasync.core.purge.PurgePool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("D-11 D-12 what once warns of: a mass change, and files that are about to be deleted")
class OnceWarningTest extends CommandOnPc {
    @Test
    @DisplayName(
            "D-12 CORE-11 a mass change is held, said and alerted; a person accepts it, and what was becomes versions")
    void aMassChange() throws Exception {
        JobId job = new JobId("b-allowed");
        String[] once = {"once", "--settle", "0", "--job", "b-allowed"};
        enrol();
        server.approveAll();
        for (int i = 0; i < 120; i++) {
            Files.writeString(allowed.resolve(i + ".csv"), "measured " + i);
        }
        assertThat(agent(once)).isZero();
        for (int i = 0; i < 100; i++) {
            Files.writeString(allowed.resolve(i + ".csv"), "encrypted by somebody " + i);
        }
        assertThat(agent(once)).isEqualTo(ExitCode.PARTIAL.number());
        assertThat(out.toString()).contains("seen 120 = verified 20 + in flight 0 + excluded 0 + failed 100");
        assertThat(err.toString()).contains("(file_held)", "100 are held", "once --job b-allowed --accept-changes");
        assertThat(folder.resolve("archive-b-allowed/0.csv")).hasContent("measured 0");
        assertThat(server.index().alerts(job)).hasSize(1);
        assertThat(agent("status")).isZero();
        assertThat(out.toString()).contains("100 are held", "--quarantine-changes");

        assertThat(agent("once", "--settle", "0", "--job", "b-allowed", "--accept-changes", "--json"))
                .isZero();
        assertThat(out.toString()).contains("\"uploaded\":100,", "\"held\":0,\"renamed\":0,\"quarantined\":0,");
        assertThat(folder.resolve("archive-b-allowed/0.csv")).hasContent("encrypted by somebody 0");
        assertThat(server.index().alerts(job)).isEmpty();
        assertThat(server.index().versions(job)).hasSize(100);
        assertThat(agent("status")).isZero();
        assertThat(out.toString()).doesNotContain("held");

        for (int i = 0; i < 100; i++) {
            Files.writeString(allowed.resolve(i + ".csv"), "encrypted once more, by somebody " + i);
        }
        assertThat(agent("once", "--settle", "0", "--job", "b-allowed", "--quarantine-changes"))
                .isZero();
        assertThat(out.toString()).contains("excluded 100 + failed 0");
        assertThat(agent("status")).isZero();
        assertThat(out.toString()).contains("of the excluded 100 quarantined").doesNotContain("--accept-changes");
        assertThat(folder.resolve("archive-b-allowed/0.csv")).hasContent("encrypted by somebody 0");
    }

    @Test
    @DisplayName("D-12 from how many changed files on they are held is a setting of the PC")
    void theThresholdIsASetting() throws Exception {
        String[] once = {"once", "--settle", "0", "--job", "b-allowed"};
        enrol();
        server.approveAll();
        Files.writeString(
                folder.resolve("home/agent.properties"),
                "datasync.agent.mass-change-percent = 50\ndatasync.agent.mass-change-files = 3\n",
                StandardOpenOption.APPEND);
        for (int i = 0; i < 6; i++) {
            Files.writeString(allowed.resolve(i + ".csv"), "measured " + i);
        }
        assertThat(agent(once)).isZero();
        for (int i = 0; i < 2; i++) {
            Files.writeString(allowed.resolve(i + ".csv"), "measured once more " + i);
        }
        assertThat(agent(once)).isZero();
        for (int i = 0; i < 3; i++) {
            Files.writeString(allowed.resolve(i + ".csv"), "encrypted by somebody " + i);
        }
        assertThat(agent(once)).isEqualTo(ExitCode.PARTIAL.number());
        assertThat(err.toString()).contains("3 are held");
    }

    @Test
    @DisplayName(
            "CORE-9 D-11 what waits is told with its deadline, by the limit that jobs of one pool share; without one it is unknown")
    void theForecastIsTold() throws Exception {
        enrol();
        server.approveAll();
        Path more = Files.createDirectory(allowed.resolve("more"));
        Path data = Files.createDirectory(allowed.resolve("data"));
        Path young = data.resolve("young.csv");
        Files.writeString(more.resolve("other.csv"), "1");
        Files.writeString(young, "1");
        server.give(with(Optional.empty(), job("alone", data)));
        assertThat(agent("once", "--settle", "0")).isZero();
        assertThat(err.toString())
                .contains("alone: When the oldest unarchived file is deleted is unknown: no cap is set.");
        assertThat(agent("status")).isZero();
        assertThat(out.toString()).contains("  When the oldest unarchived file is deleted is unknown: no cap is set.");

        // There is room for two files, which are there.
        var pool = Optional.of(new PurgePool("d", OptionalLong.of(2), OptionalLong.empty()));
        server.give(with(pool, job("pooled", data)), with(pool, job("zneighbour", more)));
        Files.writeString(young, "12");
        assertThat(agent("once", "--settle", "0", "--json")).isZero();
        assertThat(out.toString()).contains("\"purge\":\"unknown\",\"purgeReason\":\"not_scanned\"");
        Files.writeString(young, "123");
        assertThat(agent("once", "--settle", "0", "--json")).isZero();
        assertThat(out.toString())
                .contains("\"purge\":\"due\",\"purgeFrom\":\"")
                .contains("\"purgeUntil\":\"");
        Files.writeString(young, "1234");
        assertThat(agent("once", "--settle", "0")).isZero();
        assertThat(err.toString()).contains("pooled: The oldest unarchived file may be deleted at any moment.");
    }
}
