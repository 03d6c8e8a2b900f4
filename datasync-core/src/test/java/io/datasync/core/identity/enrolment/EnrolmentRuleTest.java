package io.datasync.core.identity.enrolment;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.datasync.core.Property;
import io.datasync.core.digest.Digest;
import io.datasync.core.identity.enrolment.ApprovalDecision.Approved;
import io.datasync.core.identity.enrolment.ApprovalDecision.Nothing;
import io.datasync.core.identity.enrolment.ApprovalDecision.Rejected;
import io.datasync.core.identity.enrolment.EnrolmentDecision.Known;
import io.datasync.core.identity.enrolment.EnrolmentDecision.Reason;
import io.datasync.core.identity.enrolment.EnrolmentDecision.Refused;
import io.datasync.core.identity.enrolment.EnrolmentDecision.Replaced;
import io.datasync.core.identity.enrolment.EnrolmentDecision.Waits;
import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.RunnerStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("How a PC becomes a runner")
final class EnrolmentRuleTest {
    private static final RunnerId ID = new RunnerId("pc-7");
    private static final Instant NOW = Instant.parse("2026-04-20T07:00:00Z");
    private static final Duration LATELY = EnrolmentSettings.DEFAULTS.lately();
    private static final EnrolmentRule RULE = new EnrolmentRule(new EnrolmentSettings(10, 2, LATELY));

    private static Digest key(String name) {
        return Digest.of(Digest.sha256().digest(name.getBytes(US_ASCII)));
    }

    private static KnownKey known(String name, KeyStanding standing, boolean replaces) {
        return new KnownKey(key(name), "device " + name, ID, standing, replaces);
    }

    private static KnownRunner runner(RunnerStatus status, Optional<Instant> heardAt, KnownKey... keys) {
        return new KnownRunner(ID, status, heardAt, Arrays.asList(keys));
    }

    private static KnownRunner active(KnownKey... keys) {
        return runner(RunnerStatus.ACTIVE, Optional.of(NOW), keys);
    }

    private static EnrolmentDecision register(String name, Optional<KnownRunner> runner, int waiting) {
        return RULE.register(ID, key(name), "device " + name, runner, runner, waiting, NOW);
    }

    @Test
    @DisplayName("AGT-1 an unknown id waits, and so does a known one that has no key")
    void unknownIdsWait() {
        assertThat(register("a", Optional.empty(), 9)).isEqualTo(new Waits(ID, true, Optional.empty()));
        KnownRunner rejected = runner(RunnerStatus.PENDING, Optional.empty(), known("z", KeyStanding.REJECTED, false));
        assertThat(register("a", Optional.of(rejected), 9)).isEqualTo(new Waits(ID, false, Optional.empty()));
    }

    @Test
    @DisplayName(
            "D-27 another key for a known id waits, flagged as replacing, and says whether the old one was heard lately")
    void anotherKeyReplaces() {
        KnownKey old = known("old", KeyStanding.ACTIVE, false);
        for (long secondsAgo : new long[] {0, LATELY.toSeconds() - 1, LATELY.toSeconds(), 1_000_000}) {
            Optional<Instant> heardAt = Optional.of(NOW.minusSeconds(secondsAgo));
            KnownRunner runner = runner(RunnerStatus.ACTIVE, heardAt, old);
            Replaced replaced = new Replaced(key("old"), heardAt, secondsAgo < LATELY.toSeconds());
            assertThat(register("new", Optional.of(runner), 0)).isEqualTo(new Waits(ID, false, Optional.of(replaced)));
            assertThat(RULE.replaced(runner, NOW)).contains(replaced);
        }
        KnownRunner silent = runner(RunnerStatus.RETIRED, Optional.empty(), old);
        assertThat(register("new", Optional.of(silent), 0))
                .isEqualTo(new Waits(ID, false, Optional.of(new Replaced(key("old"), Optional.empty(), false))));
        assertThat(RULE.replaced(active(known("x", KeyStanding.PENDING, false)), NOW))
                .isEmpty();
    }

    @Test
    @DisplayName("D-27 the same key again gets the same answer, also when no more may wait")
    void theSameKeyAgain() {
        assertThat(register("a", Optional.of(active(known("a", KeyStanding.PENDING, false))), 99))
                .isEqualTo(new Known(ID, RunnerStatus.PENDING, Optional.empty()));
        assertThat(register("a", Optional.of(active(known("a", KeyStanding.PENDING, true))), 99))
                .isEqualTo(new Known(ID, RunnerStatus.PENDING, Optional.of(ID)));
        for (RunnerStatus status : RunnerStatus.values()) {
            KnownRunner runner = runner(status, Optional.empty(), known("a", KeyStanding.ACTIVE, true));
            assertThat(register("a", Optional.of(runner), 99)).isEqualTo(new Known(ID, status, Optional.empty()));
        }
        assertThat(register("a", Optional.of(active(known("a", KeyStanding.REJECTED, false))), 0))
                .isEqualTo(new Refused(Reason.KEY_REJECTED));
        assertThat(register("a", Optional.of(active(known("a", KeyStanding.REVOKED, false))), 0))
                .isEqualTo(new Refused(Reason.KEY_REVOKED));
    }

    @Test
    @DisplayName("the same API key with another device key is another's, whatever runner it asks for")
    void keyOfAnother() {
        Optional<KnownRunner> owner = Optional.of(active(known("a", KeyStanding.ACTIVE, false)));
        assertThat(RULE.register(ID, key("a"), "another device", owner, owner, 0, NOW))
                .isEqualTo(new Refused(Reason.KEY_OF_ANOTHER));
        assertThat(RULE.register(new RunnerId("other"), key("a"), "device a", owner, Optional.empty(), 0, NOW))
                .isEqualTo(new Known(ID, RunnerStatus.ACTIVE, Optional.empty()));
    }

    @Test
    @DisplayName("an id that differs in capitals only is refused")
    void alike() {
        assertThat(RULE.register(new RunnerId("PC-7"), key("a"), "d", Optional.empty(), Optional.of(active()), 0, NOW))
                .isEqualTo(new Refused(Reason.ID_ALIKE));
    }

    @Test
    @DisplayName("I-11 only so many wait, of one runner and in all")
    void tooMany() {
        Refused refused = new Refused(Reason.TOO_MANY_WAIT);
        assertThat(register("a", Optional.empty(), 10)).isEqualTo(refused);
        assertThat(register("a", Optional.of(active()), 10)).isEqualTo(refused);
        assertThat(register("a", Optional.of(active()), 9)).isInstanceOf(Waits.class);
        KnownKey one = known("x", KeyStanding.PENDING, true);
        KnownKey two = known("y", KeyStanding.PENDING, true);
        assertThat(register("a", Optional.of(active(one)), 0)).isInstanceOf(Waits.class);
        assertThat(register("a", Optional.of(active(one, two)), 0)).isEqualTo(refused);
        assertThatIllegalArgumentException().isThrownBy(() -> new EnrolmentSettings(0, 1, LATELY));
        assertThatIllegalArgumentException().isThrownBy(() -> new EnrolmentSettings(1, 0, LATELY));
        assertThatIllegalArgumentException().isThrownBy(() -> new EnrolmentSettings(1, 1, Duration.ZERO));
        assertThatIllegalArgumentException().isThrownBy(() -> new EnrolmentSettings(1, 1, LATELY.negated()));
        assertThat(new EnrolmentSettings(1, 1, LATELY).lately()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    @DisplayName("D-27 approval revokes the old key in the same decision; a repeat does nothing")
    void approvalRevokes() {
        KnownKey old = known("old", KeyStanding.ACTIVE, false);
        KnownKey fresh = known("new", KeyStanding.PENDING, true);
        Approved approved = new Approved(key("new"), List.of(key("old")), RunnerStatus.ACTIVE);
        assertThat(RULE.approve(active(old, fresh), Optional.empty())).isEqualTo(approved);
        assertThat(RULE.approve(active(old, fresh), Optional.of(key("new")))).isEqualTo(approved);
        assertThat(RULE.approve(active(old, fresh), Optional.of(key("old")))).isEqualTo(new Nothing());
        assertThat(RULE.approve(active(old), Optional.empty())).isEqualTo(new Nothing());
        assertThat(RULE.approve(active(old), Optional.of(key("new"))))
                .isEqualTo(new ApprovalDecision.Refused(ApprovalDecision.Reason.NONE_WAITS));
        assertThat(RULE.approve(active(known("z", KeyStanding.REVOKED, false)), Optional.empty()))
                .isEqualTo(new ApprovalDecision.Refused(ApprovalDecision.Reason.NONE_WAITS));
    }

    @Test
    @DisplayName("of several that wait, the one must be named; rejecting leaves what does not wait as it is")
    void severalWait() {
        KnownKey one = known("x", KeyStanding.PENDING, true);
        KnownKey two = known("y", KeyStanding.PENDING, true);
        var several = new ApprovalDecision.Refused(ApprovalDecision.Reason.SEVERAL_WAIT);
        assertThat(RULE.approve(active(one, two), Optional.empty())).isEqualTo(several);
        assertThat(RULE.reject(active(one, two), Optional.empty())).isEqualTo(several);
        assertThat(RULE.reject(active(one, two), Optional.of(key("y")))).isEqualTo(new Rejected(key("y")));
        assertThat(RULE.reject(active(one), Optional.empty())).isEqualTo(new Rejected(key("x")));
        assertThat(RULE.reject(active(known("a", KeyStanding.ACTIVE, false)), Optional.of(key("a"))))
                .isEqualTo(new Nothing());
    }

    @Test
    @DisplayName("AGT-1 approval takes a retired runner back into service, and leaves a paused one paused")
    void statusAfterApproval() {
        for (RunnerStatus status : RunnerStatus.values()) {
            KnownRunner runner = runner(status, Optional.empty(), known("new", KeyStanding.PENDING, false));
            Approved approved = (Approved) RULE.approve(runner, Optional.empty());
            assertThat(approved.status())
                    .isEqualTo(status == RunnerStatus.PAUSED ? RunnerStatus.PAUSED : RunnerStatus.ACTIVE);
        }
    }

    @Test
    @DisplayName(
            "D-27 in any course at most one key is active, one that was refused never is again, and each repeat is answered alike")
    void anyCourse() {
        Property.holds(400, random -> {
            List<KnownKey> keys = new ArrayList<>();
            for (int step = 0; step < 40; step++) {
                String name = "k" + random.nextInt(6);
                Optional<KnownRunner> runner =
                        keys.isEmpty() ? Optional.empty() : Optional.of(active(keys.toArray(new KnownKey[0])));
                int event = random.nextInt(4);
                if (event < 2) {
                    boolean known =
                            keys.stream().anyMatch(one -> one.keySha256().equals(key(name)));
                    if (register(name, runner, 0) instanceof Waits waits) {
                        assertThat(known).isFalse();
                        boolean replaces = keys.stream().anyMatch(one -> one.standing() == KeyStanding.ACTIVE);
                        assertThat(waits.replaces().isPresent()).isEqualTo(replaces);
                        keys.add(known(name, KeyStanding.PENDING, replaces));
                        KnownRunner now = active(keys.toArray(new KnownKey[0]));
                        assertThat(register(name, Optional.of(now), 0))
                                .isEqualTo(new Known(
                                        ID, RunnerStatus.PENDING, replaces ? Optional.of(ID) : Optional.empty()));
                    }
                } else if (runner.isPresent()) {
                    ApprovalDecision decision = event == 2
                            ? RULE.approve(runner.get(), Optional.of(key(name)))
                            : RULE.reject(runner.get(), Optional.of(key(name)));
                    apply(keys, decision);
                }
                assertThat(keys.stream().filter(one -> one.standing() == KeyStanding.ACTIVE))
                        .hasSizeLessThanOrEqualTo(1);
            }
        });
    }

    private static void apply(List<KnownKey> keys, ApprovalDecision decision) {
        if (decision instanceof Approved approved) {
            keys.replaceAll(one -> {
                if (approved.revoked().contains(one.keySha256())) {
                    assertThat(one.standing()).isEqualTo(KeyStanding.ACTIVE);
                    return with(one, KeyStanding.REVOKED);
                }
                return one.keySha256().equals(approved.key()) ? becoming(one, KeyStanding.ACTIVE) : one;
            });
        } else if (decision instanceof Rejected rejected) {
            keys.replaceAll(one -> one.keySha256().equals(rejected.key()) ? becoming(one, KeyStanding.REJECTED) : one);
        }
    }

    private static KnownKey becoming(KnownKey key, KeyStanding standing) {
        assertThat(key.standing()).isEqualTo(KeyStanding.PENDING);
        return with(key, standing);
    }

    private static KnownKey with(KnownKey key, KeyStanding standing) {
        return new KnownKey(key.keySha256(), key.publicKey(), key.runner(), standing, key.replaces());
    }
}
