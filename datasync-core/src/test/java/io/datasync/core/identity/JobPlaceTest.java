package io.datasync.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.datasync.core.Property;
import io.datasync.core.identity.Role.Next;
import io.datasync.core.lease.JobId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("D-27 where a PC archives that stands aside")
final class JobPlaceTest {
    private static final MachineId MACHINE = new MachineId("0a1b2c3d4e5f");
    private static final JobPlace PLACE = new JobPlace(new JobId("images"), "file:///share/pc-7/images");

    @Test
    @DisplayName("beside the job's own place, under the job's name and the machine's")
    void besideTheJob() {
        assertThat(PLACE.aside(MACHINE))
                .isEqualTo(new JobPlace(new JobId("images~0a1b2c3d4e5f"), "file:///share/pc-7/images~0a1b2c3d4e5f"));
        assertThat(new JobPlace(new JobId("images"), "file:///share/images//")
                        .aside(MACHINE)
                        .archiveUrl())
                .as("never inside the job's own place")
                .isEqualTo("file:///share/images~0a1b2c3d4e5f");
        assertThat(new JobPlace(new JobId("images"), "//").aside(MACHINE).archiveUrl())
                .isEqualTo("~0a1b2c3d4e5f");
        assertThat(PLACE.aside(MACHINE).aside(new MachineId("b"))).isEqualTo(PLACE.aside(MACHINE));
    }

    @Test
    @DisplayName("only the role decides where a PC archives, and no role leaves it without a place (D-22)")
    void rolesHavePlaces() {
        assertThat(PLACE.in(new Role.GoesOn())).isEqualTo(PLACE);
        assertThat(PLACE.in(new Role.MakesMachineId())).isEqualTo(PLACE);
        for (Next next : Next.values()) {
            assertThat(PLACE.in(new Role.StandsAside(MACHINE, next))).isEqualTo(PLACE.aside(MACHINE));
        }
    }

    @Test
    @DisplayName("a role opens runs of its own place and of no other")
    void rolesOpenTheirOwn() {
        MachineId other = new MachineId("1a1b2c3d4e5f");
        JobId aside = PLACE.aside(MACHINE).job();
        Role standing = new Role.StandsAside(MACHINE, Next.WAITS);
        assertThat(JobPlace.mayOpen(standing, aside)).isTrue();
        assertThat(JobPlace.mayOpen(standing, PLACE.job())).isFalse();
        assertThat(JobPlace.mayOpen(new Role.StandsAside(other, Next.WAITS), aside))
                .isFalse();
        assertThat(JobPlace.mayOpen(new Role.StandsAside(new MachineId("5f"), Next.WAITS), aside))
                .as("the end of a name is not the name")
                .isFalse();
        assertThat(JobPlace.mayOpen(new Role.GoesOn(), PLACE.job())).isTrue();
        assertThat(JobPlace.mayOpen(new Role.GoesOn(), aside)).isFalse();
        assertThat(JobPlace.mayOpen(new Role.MakesMachineId(), PLACE.job())).isFalse();
        assertThat(JobPlace.mayOpen(new Role.MakesMachineId(), aside)).isFalse();
        JobId named = new JobId("x" + MACHINE);
        assertThat(JobPlace.mayOpen(standing, named)).as("not aside").isFalse();
    }

    @Test
    @DisplayName("every job and every machine give an id that is one, and two never the same one")
    void idsAreIds() {
        Property.holds(200, random -> {
            String alphabet = "aB0._-";
            Set<String> jobs = new HashSet<>();
            Set<String> machines = new HashSet<>();
            while (jobs.size() < 6 || machines.size() < 6) {
                StringBuilder text = new StringBuilder("j");
                int length = random.nextInt(JobId.CHARS_MAX);
                for (int i = 0; i < length; i++) {
                    text.append(alphabet.charAt(random.nextInt(alphabet.length())));
                }
                jobs.add(text.toString());
                machines.add(text.toString().replace('-', '_'));
            }
            Set<JobId> made = new HashSet<>();
            for (String job : jobs) {
                for (String machine : machines) {
                    JobPlace place = new JobPlace(new JobId(job), "memory:x").aside(new MachineId(machine));
                    assertThat(place.job().isAside()).isTrue();
                    assertThat(JobId.parse(place.job().text())).isEqualTo(place.job());
                    made.add(place.job());
                }
            }
            assertThat(made).hasSize(jobs.size() * machines.size());
        });
    }

    @Test
    @DisplayName("what fits stays readable, and what does not keeps its beginning")
    void longNames() {
        String longest = "j".repeat(JobId.CHARS_MAX - 1 - MACHINE.text().length());
        assertThat(new JobPlace(new JobId(longest), "x").aside(MACHINE).job().text())
                .isEqualTo(longest + "~" + MACHINE);
        String tooLong = longest + "j";
        assertThat(new JobPlace(new JobId(tooLong), "x").aside(MACHINE).job().text())
                .hasSize(JobId.CHARS_MAX)
                .matches("j{42}-[0-9a-f]{8}~" + MACHINE);
        MachineId machine24 = new MachineId("m".repeat(24));
        assertThat(PLACE.aside(machine24).job().text()).isEqualTo("images~" + machine24);
        assertThat(PLACE.aside(new MachineId("m".repeat(25))).job().text()).matches("images~[0-9a-f]{16}");
    }

    @Test
    @DisplayName("values say what they are not")
    void values() {
        for (String bad : List.of("", "-", "a-b", "a~b", "m".repeat(65), "a\n")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new MachineId(bad))
                    .withMessageContaining(bad);
        }
        assertThat(new MachineId("m".repeat(64)).toString()).hasSize(64);
        assertThat(new MachineId("a")).isLessThan(new MachineId("b"));
        for (String bad : List.of("~a", "a~", "a~b~c", "a~-b", "a~" + "b".repeat(63), "a~b\n")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new JobId(bad))
                    .withMessageContaining(bad);
        }
        assertThat(new JobId("a.b-c").isAside()).isFalse();
    }
}
