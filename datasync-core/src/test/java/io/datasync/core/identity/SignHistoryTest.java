package io.datasync.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.identity.IdentityVerdict.Conflict;
import io.datasync.core.identity.IdentityVerdict.OnePc;
import io.datasync.core.identity.IdentityVerdict.OtherHardware;
import io.datasync.core.identity.IdentityVerdict.Proof;
import io.datasync.core.identity.IdentityVerdict.SetBack;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("D-27 what a sign of life says of an identity")
final class SignHistoryTest {
    private static final Instant BEGIN = Homes.BEGIN;
    private static final IdentitySettings SETTINGS = IdentitySettings.DEFAULTS;
    private static final int DELAY = (int) SETTINGS.delayMax().toSeconds();

    private SignHistory history = SignHistory.NONE;

    private IdentityVerdict hear(int second, String hardware, String session, long counter) {
        Sign sign = new Sign(new MachineId("mof" + hardware), hardware, session, counter, BEGIN.plusSeconds(second));
        SignHistory.Heard heard = history.hear(sign, SETTINGS);
        history = heard.history();
        return heard.verdict();
    }

    private static IdentityVerdict onePc() {
        return new OnePc();
    }

    @Test
    @DisplayName(
            "two sessions heard together for as long as messages may be under way are two PCs, and not a second earlier")
    void togetherForTheDelay() {
        assertThat(hear(0, "A", "a", 1)).isEqualTo(onePc());
        assertThat(hear(60, "B", "b", 5)).isInstanceOf(OtherHardware.class);
        assertThat(hear(60 + DELAY - 1, "A", "a", 6)).isInstanceOf(OtherHardware.class);
        // Heard together from 60 on: until the first is heard after the second is, only to its own last sign.
        assertThat(hear(60 + DELAY, "B", "b", 7)).isInstanceOf(OtherHardware.class);
        Conflict conflict = (Conflict) hear(60 + DELAY + 1, "A", "a", 8);
        assertThat(conflict.proof()).isEqualTo(Proof.BOTH_ALIVE);
        assertThat(conflict.known().session()).isEqualTo("a");
        assertThat(conflict.other().session()).isEqualTo("b");
        assertThat(conflict.known().overlap(conflict.other())).isEqualTo(SETTINGS.delayMax());
    }

    @Test
    @DisplayName("whoever was heard first is named first, whoever is heard last")
    void firstComesFirst() {
        hear(0, "A", "a", 1);
        hear(1, "B", "b", 1);
        hear(DELAY + 1, "A", "a", 2);
        Conflict conflict = (Conflict) hear(DELAY + 2, "B", "b", 2);
        assertThat(conflict.known().session()).isEqualTo("a");
        assertThat(history.lives()).extracting(Life::session).containsExactly("a", "b");
    }

    @Test
    @DisplayName(
            "a process that is heard again after its successor began, but no longer than a message travels, is late")
    void lateIsNotAlive() {
        hear(0, "A", "a", 1);
        hear(600, "A", "b", 101);
        assertThat(hear(600 + DELAY - 1, "A", "a", 2)).isEqualTo(onePc());
        assertThat(hear(1_200, "A", "b", 102)).isEqualTo(onePc());
    }

    @Test
    @DisplayName("new hardware that remembers everything is the same PC")
    void newHardware() {
        hear(0, "A", "a", 1);
        assertThat(hear(600, "B", "b", 101)).isEqualTo(new OtherHardware("A", "B"));
        assertThat(hear(660, "B", "b", 102)).isEqualTo(onePc());
    }

    @Test
    @DisplayName("a counter that another one told before says nothing of its own hardware")
    void theSameCounter() {
        hear(0, "A", "a", 5);
        assertThat(hear(1, "B", "b", 5)).isEqualTo(onePc());
        assertThat(hear(2, "A", "a", 4)).isEqualTo(onePc());
        assertThat(history.lives()).extracting(Life::session).containsExactly("a", "b");
    }

    @Test
    @DisplayName("a counter that went back is said once, as soon as nothing else explains it")
    void setBack() {
        hear(0, "A", "a", 500);
        hear(DELAY - 1, "A", "a", 501);
        assertThat(hear(DELAY, "A", "b", 501)).as("may have been overtaken").isEqualTo(onePc());
        assertThat(hear(2 * DELAY - 1, "A", "b", 501)).isEqualTo(new SetBack(501, 501));
        assertThat(hear(3 * DELAY, "A", "b", 502)).isEqualTo(onePc());
        assertThat(hear(4 * DELAY, "A", "b", 503)).isEqualTo(onePc());
    }

    @Test
    @DisplayName("after a set-back, what may still be from before it is not counted")
    void lateAfterASetBack() {
        hear(0, "A", "a", 500);
        assertThat(hear(DELAY, "A", "b", 301)).isEqualTo(new SetBack(500, 301));
        assertThat(hear(2 * DELAY - 1, "A", "a", 501)).as("late").isEqualTo(onePc());
        assertThat(hear(2 * DELAY, "A", "b", 302)).isEqualTo(onePc());
        assertThat(hear(4 * DELAY, "A", "b", 303)).as("501 was forgotten").isEqualTo(onePc());
    }

    @Test
    @DisplayName("two set-backs onto other hardware are a conflict, named by those who told the counters")
    void setBackTwiceOntoOtherHardware() {
        hear(0, "A", "a", 500);
        assertThat(hear(3_600, "B", "b", 301)).isEqualTo(new SetBack(500, 301));
        assertThat(hear(36_000, "A", "a2", 601)).isEqualTo(new OtherHardware("B", "A"));
        Conflict conflict = (Conflict) hear(72_000, "B", "b2", 401);
        assertThat(conflict.proof()).isEqualTo(Proof.SET_BACK_TWICE);
        assertThat(conflict.known().session()).isEqualTo("a2");
        assertThat(conflict.other().session()).isEqualTo("b2");
        assertThat(hear(80_000, "A", "a3", 701)).as("they rise").isEqualTo(new OtherHardware("B", "A"));
        assertThat(hear(90_000, "B", "b3", 501))
                .as("and each further one is a conflict")
                .isInstanceOf(Conflict.class);
    }

    @Test
    @DisplayName("a disk restored onto its own hardware, however often, is no conflict; nor is one that moved long ago")
    void restoredOften() {
        hear(0, "A", "a", 500);
        assertThat(hear(3_600, "B", "b", 301)).isInstanceOf(SetBack.class);
        for (int i = 2; i < 20; i++) {
            assertThat(hear(3_600 * i, "B", "b" + i, 301)).isEqualTo(new SetBack(301, 301));
        }
        int week = 3_600 + (int) SETTINGS.setBackWindow().toSeconds();
        assertThat(hear(week, "C", "c", 301)).isEqualTo(new SetBack(301, 301));
        assertThat(hear(week + DELAY, "D", "d", 301)).isInstanceOf(Conflict.class);
    }

    @Test
    @DisplayName("the window of set-backs ends with its last moment")
    void theWindowEnds() {
        hear(0, "A", "a", 500);
        hear(3_600, "B", "b", 301);
        int week = 3_600 + (int) SETTINGS.setBackWindow().toSeconds();
        assertThat(hear(week - 1, "C", "c", 301)).isInstanceOf(Conflict.class);
    }

    @Test
    @DisplayName("one process whose counter goes back twice has two memories")
    void oneProcessSetBackTwice() {
        hear(0, "A", "a", 500);
        assertThat(hear(600, "A", "a", 301)).isEqualTo(new SetBack(500, 301));
        hear(900, "A", "a", 506);
        Conflict conflict = (Conflict) hear(1_200, "A", "a", 306);
        assertThat(conflict.known().session()).isEqualTo(conflict.other().session());
    }

    @Test
    @DisplayName(
            "D-25 a server's clock that was set back begins the history anew; a node whose clock is a little behind does not")
    void theServersClock() {
        hear(0, "A", "a", 1);
        hear(7_200, "A", "a", 2);
        assertThat(hear(7_200 - DELAY, "A", "b", 101)).isEqualTo(onePc());
        assertThat(history.lives()).hasSize(2);
        assertThat(hear(7_200 - DELAY - 1, "A", "b", 102)).isEqualTo(onePc());
        assertThat(history.lives()).extracting(Life::session).containsExactly("b");
        assertThat(hear(7_200 + DELAY, "A", "b", 103)).isEqualTo(onePc());
    }

    @Test
    @DisplayName("a life is not shortened by a sign that a node with a slow clock hears")
    void livesGrow() {
        hear(100, "A", "a", 2);
        hear(50, "A", "a", 1);
        assertThat(history.lives())
                .containsExactly(
                        new Life(new MachineId("mofA"), "A", "a", BEGIN.plusSeconds(100), BEGIN.plusSeconds(100)));
    }

    @Test
    @DisplayName("of too many sessions those heard longest ago are forgotten, one at a time")
    void tooManySessions() {
        for (int i = 0; i < SETTINGS.livesMax(); i++) {
            hear(0, "A", "s" + i, 1 + i);
        }
        hear(1, "A", "s0", 100);
        hear(2, "A", "new", 101);
        assertThat(history.lives())
                .extracting(Life::session)
                .hasSize(SETTINGS.livesMax())
                .contains("s0", "s2", "new")
                .doesNotContain("s1");
    }

    @Test
    @DisplayName("lives that do not meet overlap by less than nothing")
    void overlaps() {
        Life early = new Life(new MachineId("m"), "A", "a", BEGIN, BEGIN.plusSeconds(10));
        Life late = new Life(new MachineId("m"), "A", "b", BEGIN.plusSeconds(30), BEGIN.plusSeconds(40));
        Life within = new Life(new MachineId("m"), "A", "c", BEGIN.plusSeconds(2), BEGIN.plusSeconds(5));
        assertThat(early.overlap(late)).isEqualTo(Duration.ofSeconds(-20));
        for (List<Life> both : List.of(List.of(early, within), List.of(within, early))) {
            assertThat(both.get(0).overlap(both.get(1))).isEqualTo(Duration.ofSeconds(3));
        }
    }
}
