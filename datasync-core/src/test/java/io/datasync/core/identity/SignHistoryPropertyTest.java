package io.datasync.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.Property;
import io.datasync.core.identity.IdentityVerdict.Conflict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("D-27 one identity, however messages travel")
final class SignHistoryPropertyTest {
    private static final Duration BEAT = Duration.ofSeconds(60);

    private static Instant at(int beat) {
        return Homes.BEGIN.plus(BEAT.multipliedBy(beat));
    }

    @Test
    @DisplayName(
            "one PC is never taken for two: restarts, crashes in a row, new hardware, one restored disk, any delay and any repeat")
    void onePcIsOne() {
        Property.holds(500, random -> {
            var homes = new Homes(random);
            var home = homes.new Home();
            long image = home.image();
            boolean restored = false;
            for (int beat = 0; beat < 120; beat++) {
                int event = random.nextInt(30);
                if (event < 3) {
                    home.start();
                } else if (event == 3) {
                    home.changeHardware();
                } else if (event == 4 && !restored) {
                    restored = true;
                    home.restore(image);
                } else if (event == 5) {
                    image = home.image();
                } else if (event == 6) {
                    beat += random.nextInt(20);
                }
                home.beat(at(beat));
            }
            assertThat(Homes.verdicts(homes.heard())).noneMatch(Conflict.class::isInstance);
        });
    }

    @Test
    @DisplayName("a disk that is set back at every start, on one hardware, is one PC")
    void aFrozenDiskIsOne() {
        Property.holds(300, random -> {
            var homes = new Homes(random);
            var home = homes.new Home();
            long image = home.image();
            for (int beat = 0; beat < 200; beat++) {
                if (random.nextInt(15) == 0) {
                    home.restore(image);
                }
                home.beat(at(beat));
            }
            assertThat(Homes.verdicts(homes.heard())).noneMatch(Conflict.class::isInstance);
        });
    }

    @Test
    @DisplayName(
            "two PCs that are on together are noticed soon after the second began, whatever their hardware and their counters are")
    void twoPcsAreNoticed() {
        Property.holds(300, random -> {
            var homes = new Homes(random);
            var one = homes.new Home();
            int alone = random.nextInt(200);
            for (int beat = 0; beat < alone; beat++) {
                one.beat(at(beat));
            }
            var two = one.copied(random.nextBoolean());
            Duration step = BEAT.dividedBy(1 + random.nextInt(60));
            for (int beat = alone; beat < alone + 20; beat++) {
                one.beat(at(beat));
                two.beat(at(beat).plus(step));
            }
            List<Sign> heard = homes.heard();
            List<IdentityVerdict> verdicts = Homes.verdicts(heard);
            int first = 0;
            while (!(verdicts.get(first) instanceof Conflict)) {
                first++;
            }
            Conflict conflict = (Conflict) verdicts.get(first);
            assertThat(List.of(conflict.known().session(), conflict.other().session()))
                    .containsExactlyInAnyOrder(one.session(), two.session());
            assertThat(Duration.between(at(alone), heard.get(first).heardAt())).isLessThan(Duration.ofMinutes(12));
        });
    }

    @Test
    @DisplayName("two PCs of other hardware that are on by turns are noticed within some turns")
    void dayAndNight() {
        Property.holds(300, random -> {
            var homes = new Homes(random);
            var day = homes.new Home();
            day.beat(at(0));
            var night = day.copied(false);
            List<Integer> lengths = new ArrayList<>();
            int beat = 1;
            for (int turn = 0; turn < 8; turn++) {
                var on = turn % 2 == 0 ? day : night;
                on.start();
                int length = 300 + random.nextInt(100);
                lengths.add(length);
                for (int i = 0; i < length; i++) {
                    on.beat(at(beat++));
                }
                beat += 10;
            }
            assertThat(Homes.verdicts(homes.heard())).as("turns of %s", lengths).anyMatch(Conflict.class::isInstance);
        });
    }

    @Test
    @DisplayName("what is remembered stays small, whatever is heard")
    void theHistoryIsBounded() {
        Property.holds(50, random -> {
            var homes = new Homes(random);
            var home = homes.new Home();
            SignHistory history = SignHistory.NONE;
            for (int beat = 0; beat < 100; beat++) {
                home.start();
                history = history.hear(home.sign(at(beat)), IdentitySettings.DEFAULTS)
                        .history();
                assertThat(history.lives()).hasSizeLessThanOrEqualTo(IdentitySettings.DEFAULTS.livesMax());
                assertThat(history.lives()).anyMatch(life -> life.session().equals(home.session()));
            }
        });
    }
}
