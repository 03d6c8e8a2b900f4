package io.datasync.drills.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.testkit.process.ProcessFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Measuring in turn")
class TurnsTest {
    private final List<String> order = new ArrayList<>();

    private Contender contender(String name, int... seconds) {
        List<Usage> usages = new ArrayList<>();
        for (int second : seconds) {
            usages.add(new Usage(Duration.ofSeconds(second), Duration.ofSeconds(1), second));
        }
        return Contender.of(name, round -> order.add(name + " prepared for " + round), () -> {
            order.add(name);
            return usages.remove(0);
        });
    }

    @Test
    void eachIsPreparedAndRunOnceARoundAndTheFirstRoundDoesNotCount() throws IOException {
        List<Measured> measured = Turns.take(1, List.of(contender("a", 99, 1), contender("b", 99, 2)));
        assertThat(order)
                .containsExactly(
                        "a prepared for 0",
                        "a",
                        "b prepared for 0",
                        "b",
                        "a prepared for 1",
                        "a",
                        "b prepared for 1",
                        "b");
        assertThat(measured).extracting(Measured::name).containsExactly("a", "b");
        assertThat(measured).extracting(Measured::wallSeconds).containsExactly(1.0, 2.0);
    }

    @Test
    void aRatioIsTheMedianOfTheRoundsAndAPeakTheHighest() throws IOException {
        // The second round was slow for both, the third for one.
        List<Measured> measured = Turns.take(3, List.of(contender("a", 9, 2, 20, 9), contender("b", 9, 4, 40, 3)));
        assertThat(measured.get(0).ratioTo(measured.get(1))).isEqualTo(0.5);
        assertThat(measured.get(0).wallSeconds()).isEqualTo(9.0);
        assertThat(measured.get(0).peakMib()).isEqualTo(20.0 / (1 << 20));
        assertThat(Measured.median(new double[] {4, 1})).isEqualTo(2.5);
    }

    @Test
    @DisplayName("processor time and memory are those of the process, and a bad end is a failure")
    void aCommandIsMeasured(@TempDir Path folder) throws IOException {
        Tools tools = new Tools(folder);
        Usage usage = tools.measure(List.of("sh", "-c", "i=0; while [ $i -lt 20000 ]; do i=$((i+1)); done"));
        assertThat(usage.wall()).isPositive();
        assertThat(usage.cpu()).isLessThan(Duration.ofMinutes(1));
        assertThat(usage.peakBytes()).isBetween(100L << 10, 100L << 20);
        assertThat(tools.run(List.of("echo", "one line"))).containsExactly("one line");
        assertThatThrownBy(() -> tools.measure(List.of("sh", "-c", "echo it broke; exit 3")))
                .isInstanceOf(ProcessFailure.class)
                .hasMessageContaining("it broke");
    }
}
