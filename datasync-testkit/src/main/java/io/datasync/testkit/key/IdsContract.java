package io.datasync.testkit.key;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.lease.RandomIds;
import io.datasync.core.lease.RunId;
import io.datasync.core.transfer.MachineIds;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What ids guarantee wherever their randomness comes from: in operation, and in a simulation. */
public interface IdsContract {
    /** So many are enough to show a generator of which no 128 bits are good. */
    int MANY = 20_000;

    /** Ids as new as can be: of another machine at each call. */
    RandomIds newIds();

    @Test
    @DisplayName("RUN-3 no id is given twice, by one machine or by another")
    default void neverTheSameTwice() {
        Set<RunId> given = new HashSet<>();
        RandomIds one = newIds();
        RandomIds other = newIds();
        for (int i = 0; i < MANY; i++) {
            assertThat(given.add(one.run())).as("run %d of one", i).isTrue();
            assertThat(given.add(other.run())).as("run %d of the other", i).isTrue();
        }
    }

    @Test
    @DisplayName("RUN-3 D-6 an id is 32 hexadecimal digits, of which a run and a machine can have their name")
    default void wellFormed() {
        RandomIds ids = newIds();
        for (int i = 0; i < 100; i++) {
            String text = ids.text();
            assertThat(text).matches("[0-9a-f]{32}");
            assertThat(MachineIds.of(text).now()).isEqualTo(text);
        }
    }
}
