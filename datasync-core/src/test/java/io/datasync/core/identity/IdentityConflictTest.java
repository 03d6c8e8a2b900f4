package io.datasync.core.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.datasync.core.Property;
import io.datasync.core.identity.IdentityVerdict.Conflict;
import io.datasync.core.identity.IdentityVerdict.Proof;
import io.datasync.core.identity.Role.GoesOn;
import io.datasync.core.identity.Role.MakesMachineId;
import io.datasync.core.identity.Role.Next;
import io.datasync.core.identity.Role.StandsAside;
import io.datasync.core.identity.Settlement.Others;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("D-27 who does what in a conflict")
final class IdentityConflictTest {
    private static final Instant NOW = Homes.BEGIN;
    private static final MachineId A = new MachineId("a");
    private static final MachineId B = new MachineId("b");
    private static final MachineId C = new MachineId("c");

    private static Conflict between(MachineId known, MachineId other) {
        return new Conflict(
                new Life(known, "hardware of " + known, "known", NOW, NOW),
                new Life(other, "hardware of " + other, "other", NOW, NOW),
                Proof.BOTH_ALIVE);
    }

    private static IdentityConflict noticed(MachineId known, MachineId other, String leaseHolder) {
        return IdentityConflict.noticed(
                between(known, other), Optional.of(leaseHolder).filter(text -> !text.isEmpty()), NOW);
    }

    @Test
    @DisplayName("the holder of the live lease goes on, and the other stands aside")
    void theLeaseHolderGoesOn() {
        IdentityConflict conflict = noticed(A, B, "other");
        assertThat(conflict).isEqualTo(new IdentityConflict(NOW, B, Optional.empty(), List.of(A), Optional.empty()));
        assertThat(conflict.role(B, "other")).isEqualTo(new GoesOn());
        assertThat(conflict.role(B, "after a restart")).isEqualTo(new GoesOn());
        assertThat(conflict.role(A, "known")).isEqualTo(new StandsAside(A, Next.WAITS));
        assertThat(noticed(A, B, "known").role(A, "known")).isEqualTo(new GoesOn());
    }

    @Test
    @DisplayName("when none of both holds one, the PC that was heard first goes on")
    void elseTheFirst() {
        for (String nobody : List.of("", "a third session")) {
            assertThat(noticed(A, B, nobody).runner()).isEqualTo(A);
            assertThat(noticed(A, B, nobody).role(B, "other")).isEqualTo(new StandsAside(B, Next.WAITS));
        }
    }

    @Test
    @DisplayName("a PC that was never heard before stands aside, and is listed, up to a limit")
    void strangersStandAside() {
        IdentityConflict conflict = noticed(A, B, "");
        assertThat(conflict.role(C, "x")).isEqualTo(new StandsAside(C, Next.WAITS));
        assertThat(conflict.heard(C).others()).containsExactly(B, C);
        assertThat(conflict.heard(C).heard(C).heard(A).heard(B)).isEqualTo(conflict.heard(C));
        for (int i = 0; i < 2 * IdentityConflict.OTHERS_MAX; i++) {
            conflict = conflict.heard(new MachineId("m" + i));
        }
        assertThat(conflict.others()).hasSize(IdentityConflict.OTHERS_MAX);
        List<MachineId> tooMany = IntStream.rangeClosed(0, IdentityConflict.OTHERS_MAX)
                .mapToObj(i -> new MachineId("m" + i))
                .toList();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IdentityConflict(NOW, A, Optional.empty(), tooMany, Optional.empty()))
                .withMessageContaining("33");
    }

    @Test
    @DisplayName(
            "two PCs with one machine id: one process goes on, the other makes an id of its own and then stands aside")
    void oneMachineId() {
        IdentityConflict conflict = noticed(A, A, "other");
        assertThat(conflict.others()).isEmpty();
        assertThat(conflict.role(A, "other")).isEqualTo(new GoesOn());
        assertThat(conflict.role(A, "known")).isEqualTo(new MakesMachineId());

        IdentityConflict apart = conflict.heard(C);
        assertThat(apart.role(C, "known")).isEqualTo(new StandsAside(C, Next.WAITS));
        assertThat(apart.role(A, "after a restart")).isEqualTo(new GoesOn());
    }

    @Test
    @DisplayName("two that show again that they have one machine id are told apart again, and nothing else changes")
    void noticedAgain() {
        IdentityConflict conflict = noticed(A, B, "");
        assertThat(conflict.noticedAgain(between(A, B), Optional.of("other"))).isEqualTo(conflict);
        assertThat(conflict.noticedAgain(between(C, C), Optional.empty())).isEqualTo(conflict.heard(C));
        IdentityConflict again = conflict.noticedAgain(between(A, A), Optional.of("other"));
        assertThat(again.role(A, "known")).isEqualTo(new MakesMachineId());
        assertThat(again.role(A, "other")).isEqualTo(new GoesOn());
        assertThat(again.others()).containsExactly(B);
    }

    @Test
    @DisplayName("a person settles it: the runner goes on, distinct PCs enrol anew, copies are to be switched off")
    void settled() {
        IdentityConflict conflict = noticed(A, B, "").heard(C);
        Settlement distinct = new Settlement(B, Others.DISTINCT, "anna", NOW.plusSeconds(60));
        IdentityConflict settled = conflict.settled(distinct);
        assertThat(settled.since()).isEqualTo(NOW);
        assertThat(settled.settlement()).contains(distinct);
        assertThat(settled.role(B, "other")).isEqualTo(new GoesOn());
        assertThat(settled.role(A, "known")).isEqualTo(new StandsAside(A, Next.ENROLS_ANEW));
        assertThat(settled.others()).containsExactly(A, C);

        IdentityConflict changed = settled.settled(new Settlement(A, Others.COPIES, "anna", NOW));
        assertThat(changed.role(A, "known")).isEqualTo(new GoesOn());
        assertThat(changed.role(B, "other")).isEqualTo(new StandsAside(B, Next.IS_A_COPY));
        assertThat(changed.heard(new MachineId("d")).role(new MachineId("d"), "x"))
                .isEqualTo(new StandsAside(new MachineId("d"), Next.IS_A_COPY));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> conflict.settled(new Settlement(new MachineId("d"), Others.COPIES, "anna", NOW)))
                .withMessageContaining("d");
        assertThat(conflict.settled(new Settlement(A, Others.COPIES, "anna", NOW))
                        .others())
                .containsExactly(B, C);
    }

    @Test
    @DisplayName(
            "whatever happens, at most one machine id goes on, with at most one process while two share it; a repeat changes nothing")
    void oneGoesOn() {
        Property.holds(500, random -> {
            List<MachineId> machines = List.of(A, B, C, new MachineId("d"));
            IdentityConflict conflict =
                    noticed(A, machines.get(random.nextInt(4)), random.nextBoolean() ? "other" : "");
            for (int i = 0; i < 20; i++) {
                MachineId machine = machines.get(random.nextInt(4));
                IdentityConflict before = conflict;
                int event = random.nextInt(3);
                if (event == 0) {
                    conflict = conflict.heard(machine);
                    assertThat(conflict.heard(machine)).isEqualTo(conflict);
                } else if (event == 1
                        && (machine.equals(conflict.runner())
                                || conflict.others().contains(machine))) {
                    conflict = conflict.settled(new Settlement(machine, Others.COPIES, "anna", NOW));
                } else {
                    conflict = conflict.noticedAgain(
                            between(machine, machines.get(random.nextInt(4))), Optional.of("other"));
                    assertThat(conflict.runner()).isEqualTo(before.runner());
                }
                List<MachineId> going = new ArrayList<>();
                for (MachineId asking : machines) {
                    boolean known = conflict.role(asking, "known") instanceof GoesOn;
                    boolean other = conflict.role(asking, "other") instanceof GoesOn;
                    if (known || other) {
                        going.add(asking);
                    }
                    assertThat(known && other)
                            .isEqualTo(known && conflict.session().isEmpty());
                }
                assertThat(going).containsExactly(conflict.runner());
                assertThat(conflict.others()).doesNotHaveDuplicates().doesNotContain(conflict.runner());
            }
        });
    }

    @Test
    @DisplayName("the whole way: two PCs, one machine id, until the other stands aside")
    void theWholeWay() {
        Property.holds(100, random -> {
            var homes = new Homes(random);
            var one = homes.new Home();
            var two = one.copied(true);
            SignHistory history = SignHistory.NONE;
            Optional<IdentityConflict> conflict = Optional.empty();
            for (int beat = 0; beat < 12; beat++) {
                Instant at = NOW.plusSeconds(60L * beat);
                for (var home : List.of(one, two)) {
                    SignHistory.Heard heard = history.hear(home.sign(at), IdentitySettings.DEFAULTS);
                    history = heard.history();
                    if (heard.verdict() instanceof Conflict noticed) {
                        conflict = Optional.of(
                                conflict.isPresent()
                                        ? conflict.get().noticedAgain(noticed, Optional.of(one.session()))
                                        : IdentityConflict.noticed(noticed, Optional.of(one.session()), at));
                    }
                    conflict = conflict.map(known -> known.heard(home.machine()));
                    if (conflict.isPresent()
                            && conflict.get().role(home.machine(), home.session()) instanceof MakesMachineId) {
                        home.makeMachineId();
                    }
                }
            }
            IdentityConflict known = conflict.orElseThrow();
            assertThat(known.role(one.machine(), one.session())).isEqualTo(new GoesOn());
            assertThat(known.role(two.machine(), two.session())).isEqualTo(new StandsAside(two.machine(), Next.WAITS));
            assertThat(two.machine()).isNotEqualTo(one.machine());
        });
    }
}
