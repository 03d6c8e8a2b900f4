package io.datasync.core.balance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.datasync.core.Property;
import io.datasync.core.failure.ErrorCode;
import io.datasync.core.failure.SyncException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class BalanceTest {
    @Test
    @DisplayName("I-6 a balance that adds up can be made, and one file more or less of anything cannot")
    void equation() {
        Property.holds(500, random -> {
            long[] n = random.longs(5, 0, 1_000_000_000_000L).toArray();
            long seen = n[0] + n[1] + n[2] + n[3] + n[4];

            Balance balance = Balance.check(seen, n[0], n[1], n[2], n[3], n[4]);

            assertThat(balance).isEqualTo(new Balance(seen, n[0], n[1], n[2], n[3], n[4]));
            assertBroken(seen + 1, n);
            assertBroken(seen - 1, n);
            n[random.nextInt(5)]++;
            assertBroken(seen, n);
        });
    }

    private static void assertBroken(long seen, long... n) {
        assertThatThrownBy(() -> new Balance(seen, n[0], n[1], n[2], n[3], n[4]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("seen " + seen);
        assertThatThrownBy(() -> Balance.check(seen, n[0], n[1], n[2], n[3], n[4]))
                .isInstanceOfSatisfying(
                        SyncException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.BALANCE_BROKEN))
                .hasMessageContaining("seen " + seen);
    }

    @Test
    @DisplayName("I-6 counts below zero are refused, also where they add up")
    void negativeCounts() {
        for (int i = 0; i < 5; i++) {
            long[] n = new long[5];
            n[i] = -1;
            n[(i + 1) % 5] = 1;
            assertBroken(0, n);
        }
        assertBroken(-1, 0, 0, 0, 0, 0);
    }

    @Test
    @DisplayName("I-6 counts that overflow do not add up by accident")
    void overflow() {
        assertBroken(Long.MIN_VALUE, Long.MAX_VALUE, 1, 0, 0, 0);
        assertBroken(-2, Long.MAX_VALUE, Long.MAX_VALUE, 0, 0, 0);
        assertBroken(0, Long.MAX_VALUE, 1, Long.MAX_VALUE, 1, 0);
        assertThat(new Balance(Long.MAX_VALUE, Long.MAX_VALUE, 0, 0, 0, 0).isSuccess())
                .isTrue();
    }

    @Test
    @DisplayName("RUN-8 a run with a failed or a lost file is no success; one with files in flight is")
    void success() {
        assertThat(new Balance(5, 4, 1, 0, 0, 0).isSuccess()).isTrue();
        assertThat(new Balance(5, 4, 0, 1, 0, 0).isSuccess()).isTrue();
        assertThat(new Balance(5, 4, 0, 0, 1, 0).isSuccess()).isFalse();
        assertThat(new Balance(5, 4, 0, 0, 0, 1).isSuccess()).isFalse();
        assertThat(Balance.NOTHING.isSuccess()).isTrue();
    }

    @Test
    @DisplayName("CORE-10 a balance reads as the equation")
    void text() {
        assertThat(new Balance(15, 5, 4, 3, 2, 1))
                .hasToString("seen 15 = verified 5 + in flight 4 + excluded 3 + failed 2 + lost 1");
    }
}
