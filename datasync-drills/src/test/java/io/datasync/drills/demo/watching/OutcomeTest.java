package io.datasync.drills.demo.watching;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.balance.Balance;
import io.datasync.drills.demo.home.FlatJson;
import io.datasync.drills.demo.terminal.Wording;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class OutcomeTest {
    private static final Balance BALANCE = new Balance(11_204, 11_198, 0, 6, 0, 0);

    @Test
    @DisplayName("PLAT-4 the object for programs has exactly the promised fields")
    void theObjectHasThePromisedFields() throws IOException {
        var outcome = new Outcome(
                Path.of("/data"), Path.of("/archive/a \"b\"\nc"), BALANCE, 7, 214_000_000, Duration.ofMillis(8_600));
        assertThat(outcome.json())
                .doesNotContain("\n")
                .isEqualTo(
                        "{\"source\":\"/data\",\"archived\":\"/archive/a \\\"b\\\"\\nc\",\"seen\":11204,\"verified\":11198,"
                                + "\"inFlight\":0,\"excluded\":6,\"failed\":0,\"lost\":0,\"uploaded\":7,\"bytes\":214000000,"
                                + "\"seconds\":8.6}");
        assertThat(FlatJson.read(outcome.json())).containsEntry("seen", "11204").hasSize(11);
    }

    @Test
    @DisplayName("I-6 the equation is printed in its order, zeros too")
    void theEquationIsPrinted() {
        assertThat(Wording.equation(BALANCE))
                .isEqualTo("seen 11,204 = verified 11,198 + in flight 0 + excluded 6 + failed 0 + lost 0");
        assertThat(Wording.sent(11_198, 214_000_000, Duration.ofMillis(8_600)))
                .isEqualTo("1,302 files/s, 214 MB in 8.6 s.");
        assertThat(Wording.nothingSent(11_198))
                .isEqualTo("0 files sent, all 11,198 were verified before and have not changed since.");
    }

    @Test
    @DisplayName("What is nested in an object is left out, and what is no object has no fields")
    void onlyFlatFieldsAreRead() throws IOException {
        assertThat(FlatJson.read("{\"a\":{\"b\":1},\"c\":[1,2],\"d\":\"e\"}")).containsOnlyKeys("d");
        assertThat(FlatJson.read("")).isEmpty();
        assertThat(FlatJson.read("[1]")).isEmpty();
    }
}
