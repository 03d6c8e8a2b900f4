package io.datasync.core.identity;

import static org.assertj.core.api.Assertions.assertThat;

import io.datasync.core.identity.IdentityVerdict.Conflict;
import io.datasync.core.identity.IdentityVerdict.OnePc;
import io.datasync.core.identity.IdentityWatch.Watched;
import io.datasync.core.identity.Role.GoesOn;
import io.datasync.core.identity.Role.Next;
import io.datasync.core.identity.Role.StandsAside;
import io.datasync.core.identity.Settlement.Others;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("D-27 all that is known of who works under an identity")
final class IdentityWatchTest {
    private static final Instant BEGIN = Homes.BEGIN;
    private static final MachineId A = new MachineId("a");
    private static final MachineId B = new MachineId("b");
    private static final MachineId C = new MachineId("c");
    private static final int DELAY = (int) IdentitySettings.DEFAULTS.delayMax().toSeconds();

    private IdentityWatch watch = IdentityWatch.NONE;
    private long counter;

    private Watched hear(int second, MachineId machine, boolean holdsLease) {
        Sign sign = new Sign(machine, "of " + machine, "session " + machine, ++counter, BEGIN.plusSeconds(second));
        Watched heard = watch.hear(sign, holdsLease, IdentitySettings.DEFAULTS);
        watch = heard.watch();
        return heard;
    }

    @Test
    @DisplayName("whoever is heard alone goes on, and nobody is in conflict")
    void alone() {
        assertThat(watch.role(A, "any")).isEqualTo(new GoesOn());
        Watched heard = hear(0, A, false);
        assertThat(heard.verdict()).isEqualTo(new OnePc());
        assertThat(heard.role()).isEqualTo(new GoesOn());
        assertThat(watch.conflict()).isEmpty();
        assertThat(watch.settled(new Settlement(A, Others.COPIES, "anna", BEGIN)))
                .isEqualTo(watch);
    }

    @Test
    @DisplayName("a conflict is kept from when it was noticed, and every sign is answered by it")
    void aConflictIsKept() {
        hear(0, A, false);
        hear(1, B, false);
        hear(DELAY + 1, A, false);
        Watched noticed = hear(DELAY + 2, B, false);
        assertThat(noticed.verdict()).isInstanceOf(Conflict.class);
        assertThat(noticed.role()).isEqualTo(new StandsAside(B, Next.WAITS));
        assertThat(watch.conflict().orElseThrow().since()).isEqualTo(BEGIN.plusSeconds(DELAY + 2));
        assertThat(hear(DELAY + 3, A, false).role()).isEqualTo(new GoesOn());
        assertThat(hear(DELAY + 4, C, false).role()).isEqualTo(new StandsAside(C, Next.WAITS));
        IdentityConflict conflict = watch.conflict().orElseThrow();
        assertThat(conflict.since()).isEqualTo(BEGIN.plusSeconds(DELAY + 2));
        assertThat(conflict.others()).containsExactly(B, C);
        watch = watch.settled(new Settlement(B, Others.DISTINCT, "anna", BEGIN));
        assertThat(hear(DELAY + 5, B, false).role()).isEqualTo(new GoesOn());
        assertThat(hear(DELAY + 6, A, true).role()).isEqualTo(new StandsAside(A, Next.ENROLS_ANEW));
    }

    @Test
    @DisplayName("whoever first says that it holds a lease is the holder, until it says otherwise")
    void theHolder() {
        hear(0, A, false);
        assertThat(watch.leaseHolder()).isEmpty();
        hear(1, B, true);
        hear(2, A, true);
        assertThat(watch.leaseHolder()).contains("session b");
        hear(3, C, false);
        assertThat(watch.leaseHolder()).contains("session b");
        hear(4, B, true);
        assertThat(watch.leaseHolder()).contains("session b");
        hear(5, B, false);
        assertThat(watch.leaseHolder()).isEmpty();
        hear(6, A, true);
        hear(DELAY + 2, A, true);
        assertThat(hear(DELAY + 5, B, false).role()).isEqualTo(new StandsAside(B, Next.WAITS));
    }

    @Test
    @DisplayName("a holder that is silent gives way to another that says so, and the later of both goes on then")
    void aSilentHolder() {
        hear(0, A, true);
        hear(1, B, false);
        hear(DELAY - 1, B, true);
        assertThat(watch.leaseHolder()).contains("session a");
        hear(DELAY, B, true);
        assertThat(watch.leaseHolder()).contains("session b");
        hear(DELAY + 1, B, true);
        assertThat(hear(DELAY + 2, A, false).role()).isEqualTo(new StandsAside(A, Next.WAITS));
        assertThat(watch.conflict().map(IdentityConflict::runner)).contains(B);
    }

    @Test
    @DisplayName("a holder that is forgotten is silent")
    void aForgottenHolder() {
        hear(0, A, true);
        watch = new IdentityWatch(SignHistory.NONE, watch.leaseHolder(), Optional.empty());
        hear(1, B, true);
        assertThat(watch.leaseHolder()).contains("session b");
        assertThat(List.of(watch.history().lives().get(0).machine())).containsExactly(B);
    }
}
