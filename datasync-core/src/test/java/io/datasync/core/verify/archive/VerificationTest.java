package io.datasync.core.verify.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.purge.Volume;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class VerificationTest {
    @Test
    @DisplayName("verdicts are told in their order, in each process alike")
    void inOrder() {
        Map<Verdict, Volume> verdicts = new HashMap<>();
        for (Verdict verdict : Verdict.values()) {
            verdicts.put(verdict, Volume.NONE);
        }
        Verification found = new Verification(verdicts, List.of(), Optional.empty(), Duration.ZERO);
        assertThat(found.verdicts().keySet()).containsExactly(Verdict.values());
        String all = Arrays.stream(Verdict.values())
                .map(verdict -> verdict + "=" + Volume.NONE)
                .collect(Collectors.joining(", "));
        assertThat(found.toString()).contains("{" + all + "}");
    }
}
