package io.datasync.core.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.Property;
import io.datasync.core.path.FolderName;
import io.datasync.core.path.RelativePath;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The rotating rescan of sealed folders")
final class RescanRotationTest {
    private static final LocalDate START = LocalDate.of(2026, 4, 23);

    private static FolderName folder(String name) {
        return RelativePath.known(name + "/x").folder();
    }

    @Test
    @DisplayName("CORE-5 one n-th of the folders has its turn each day")
    void anNthEachDay() {
        List<FolderName> folders = new ArrayList<>();
        for (int day = 0; day < 300; day++) {
            folders.add(folder(START.minusDays(day + 1L).toString()));
        }
        RescanRotation rotation = new RescanRotation(30);
        for (int day = 0; day < 60; day++) {
            LocalDate today = START.plusDays(day);
            long due = folders.stream()
                    .filter(folder -> rotation.isDue(folder, today.minusDays(1), today))
                    .count();
            assertThat(due).isEqualTo(10);
        }
    }

    @Test
    @DisplayName("D-10 every folder is listed within n days of work, whatever days the PC is off")
    void everyFolderWithinNDays() {
        Property.holds(300, random -> {
            int days = 1 + random.nextInt(40);
            RescanRotation rotation = new RescanRotation(days);
            FolderName folder = folder(START.minusDays(random.nextInt(4_000)).toString());
            LocalDate listed = START;
            LocalDate today = START;
            int worked = 0;
            for (int i = 0; i < 200; i++) {
                today = today.plusDays(1 + (random.nextInt(5) == 0 ? random.nextInt(50) : 0));
                worked++;
                if (rotation.isDue(folder, listed, today)) {
                    listed = today;
                    worked = 0;
                }
                assertThat(rotation.isDue(folder, listed, today)).isFalse();
                assertThat(worked).isLessThan(days);
            }
        });
    }

    @Test
    @DisplayName(
            "CORE-5 the folders of neighbouring days have neighbouring turns, so that what a purge takes next is listed next")
    void neighbouringTurns() {
        RescanRotation rotation = new RescanRotation(30);
        for (int day = 0; day < 30; day++) {
            LocalDate own = START.minusDays(day);
            assertThat(rotation.lastTurn(folder(own.toString()), START)).isEqualTo(own);
            assertThat(rotation.lastTurn(folder(own.minusDays(30).toString()), START))
                    .isEqualTo(own);
        }
    }

    @Test
    @DisplayName("D-25 a listing in the future, left by a clock that was put back, is none")
    void aListingInTheFuture() {
        RescanRotation rotation = new RescanRotation(30);
        assertThat(rotation.isDue(folder("2026-01-01"), START.plusDays(1), START))
                .isTrue();
        assertThat(new RescanRotation(1).isDue(folder("2026-01-01"), START, START))
                .isFalse();
        assertThat(new RescanRotation(1).isDue(folder("2026-01-01"), START.minusDays(1), START))
                .isTrue();
    }
}
