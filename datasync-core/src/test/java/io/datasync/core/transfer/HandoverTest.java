package io.datasync.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** How outcomes go from the threads that upload to the one that closes batches. */
final class HandoverTest {
    private static final long AT_ONCE = 0;
    private static final long LONG = 600_000;

    @Test
    @DisplayName("I-11 what is put comes in its order, a lot at a time; less than a lot after a while")
    void lots() throws Exception {
        Handover<Integer> handover = new Handover<>(10, 3);
        for (int i = 0; i < 7; i++) {
            handover.put(i, false);
        }
        assertThat(handover.take(LONG)).containsExactly(0, 1, 2);
        assertThat(handover.take(LONG)).containsExactly(3, 4, 5);
        assertThat(handover.take(AT_ONCE)).containsExactly(6);
        assertThat(handover.take(AT_ONCE)).isEmpty();
    }

    @Test
    @DisplayName("I-11 what is urgent is taken at once with all before it, and then lots count again")
    void urgent() throws Exception {
        Handover<Integer> handover = new Handover<>(10, 3);
        for (int i = 0; i < 4; i++) {
            handover.put(i, false);
        }
        handover.put(4, true);
        assertThat(handover.take(LONG)).containsExactly(0, 1, 2);
        assertThat(handover.take(LONG)).containsExactly(3, 4);
        handover.put(5, false);
        assertThat(handover.take(1)).containsExactly(5);
    }

    @Test
    @DisplayName("I-11 many put into little room, and nothing is lost or doubled")
    void manyThreads() throws Exception {
        Handover<Integer> handover = new Handover<>(5, 4);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 4; t++) {
            int base = t * 1_000;
            Thread thread = new Thread(() -> {
                try {
                    for (int i = 0; i < 1_000; i++) {
                        handover.put(base + i, i == 999);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            threads.add(thread);
            thread.start();
        }
        List<Integer> all = new ArrayList<>();
        while (all.size() < 4_000) {
            List<Integer> taken = handover.take(10);
            assertThat(taken).hasSizeLessThanOrEqualTo(4);
            all.addAll(taken);
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(handover.take(AT_ONCE)).isEmpty();
        assertThat(all).doesNotHaveDuplicates();
        for (int t = 0; t < 4; t++) {
            int from = t * 1_000;
            assertThat(all.stream().filter(i -> i >= from && i < from + 1_000)).isSorted();
        }
    }
}
