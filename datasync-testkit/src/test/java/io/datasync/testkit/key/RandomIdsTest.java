package io.datasync.testkit.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.lease.RandomIds;
import java.security.SecureRandom;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("New ids")
class RandomIdsTest {
    @Nested
    @DisplayName("in operation")
    class Real implements IdsContract {
        @Override
        public RandomIds newIds() {
            return new RandomIds(new SecureRandom());
        }
    }

    @Nested
    @DisplayName("in a simulation")
    class Seeded implements IdsContract {
        private final SplittableRandom seeds = new SplittableRandom(42);

        @Override
        public RandomIds newIds() {
            return new RandomIds(seeds.split());
        }

        @Test
        @DisplayName("the same seed gives the same ids, and the same keys")
        void theSameSeed() {
            RandomIds one = new RandomIds(new SplittableRandom(7));
            RandomIds other = new RandomIds(new SplittableRandom(7));
            assertThat(one.run()).isEqualTo(other.run());
            assertThat(one.run()).isEqualTo(other.run()).isNotEqualTo(new RandomIds(new SplittableRandom(7)).run());
            assertThat(TestKeys.signer(7).publicKey())
                    .isEqualTo(TestKeys.signer(7).publicKey())
                    .isNotEqualTo(TestKeys.signer(8).publicKey());
        }
    }
}
