package io.datasync.core.identity.enrolment;

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
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The rules of enrolment. The agent made its key and sends only its SHA-256, so every call may be repeated, and a lost answer does no harm
 * (D-27): the same key gets the same answer until a person decides about it.
 *
 * @param settings the figures
 */
public record EnrolmentRule(EnrolmentSettings settings) {
    /**
     * A PC registers a key, and has shown that it holds the device key.
     *
     * @param id the runner's id that it wants, or that was derived for it
     * @param key the SHA-256 of its API key
     * @param publicKey its device key, in base64
     * @param sameKey what is known under {@code key}, with its runner
     * @param alike the runner with this id, or with one that differs in capitals only
     * @param waiting how many keys wait in all
     * @param now the server's time
     */
    public EnrolmentDecision register(
            RunnerId id,
            Digest key,
            String publicKey,
            Optional<KnownRunner> sameKey,
            Optional<KnownRunner> alike,
            int waiting,
            Instant now) {
        Optional<KnownKey> known = sameKey.flatMap(runner -> find(runner.keys(), key));
        if (known.isPresent()) {
            return again(known.get(), sameKey.orElseThrow(), publicKey);
        }
        if (alike.isEmpty()) {
            return waiting < settings.waitingMax() ? new Waits(id, true, Optional.empty()) : tooMany();
        }
        KnownRunner runner = alike.get();
        if (!runner.runner().equals(id)) {
            return new Refused(Reason.ID_ALIKE);
        }
        if (waiting >= settings.waitingMax()
                || runner.keys(KeyStanding.PENDING).size() >= settings.waitingPerRunnerMax()) {
            return tooMany();
        }
        return new Waits(
                id, false, runner.keys(KeyStanding.ACTIVE).stream().findFirst().map(old -> replaced(old, runner, now)));
    }

    private static EnrolmentDecision again(KnownKey known, KnownRunner runner, String publicKey) {
        if (!known.publicKey().equals(publicKey)) {
            return new Refused(Reason.KEY_OF_ANOTHER);
        }
        return switch (known.standing()) {
            case PENDING ->
                new Known(
                        known.runner(),
                        RunnerStatus.PENDING,
                        known.replaces() ? Optional.of(known.runner()) : Optional.empty());
            case ACTIVE -> new Known(known.runner(), runner.status(), Optional.empty());
            case REJECTED -> new Refused(Reason.KEY_REJECTED);
            case REVOKED -> new Refused(Reason.KEY_REVOKED);
        };
    }

    /** What a person who looks at a waiting key is to see of the one that it would replace. */
    public Optional<Replaced> replaced(KnownRunner runner, Instant now) {
        return runner.keys(KeyStanding.ACTIVE).stream().findFirst().map(old -> replaced(old, runner, now));
    }

    private Replaced replaced(KnownKey old, KnownRunner runner, Instant now) {
        boolean lately = runner.heardAt()
                .filter(at -> at.plus(settings.lately()).isAfter(now))
                .isPresent();
        return new Replaced(old.keySha256(), runner.heardAt(), lately);
    }

    private static EnrolmentDecision tooMany() {
        return new Refused(Reason.TOO_MANY_WAIT);
    }

    /**
     * A person approves a key. A runner that was retired is in service again; one that is paused stays so.
     *
     * @param key which one; may be left out when one waits
     */
    public ApprovalDecision approve(KnownRunner runner, Optional<Digest> key) {
        List<KnownKey> waiting = matching(runner.keys(KeyStanding.PENDING), key);
        if (waiting.isEmpty()) {
            return matching(runner.keys(KeyStanding.ACTIVE), key).isEmpty()
                    ? new ApprovalDecision.Refused(ApprovalDecision.Reason.NONE_WAITS)
                    : new Nothing();
        }
        if (waiting.size() > 1) {
            return new ApprovalDecision.Refused(ApprovalDecision.Reason.SEVERAL_WAIT);
        }
        RunnerStatus status = runner.status() == RunnerStatus.PAUSED ? RunnerStatus.PAUSED : RunnerStatus.ACTIVE;
        return new Approved(
                waiting.get(0).keySha256(),
                runner.keys(KeyStanding.ACTIVE).stream()
                        .map(KnownKey::keySha256)
                        .toList(),
                status);
    }

    /** A person rejects a key; one that is not waiting is left as it is. */
    public ApprovalDecision reject(KnownRunner runner, Optional<Digest> key) {
        List<KnownKey> waiting = matching(runner.keys(KeyStanding.PENDING), key);
        if (waiting.size() > 1) {
            return new ApprovalDecision.Refused(ApprovalDecision.Reason.SEVERAL_WAIT);
        }
        return waiting.isEmpty() ? new Nothing() : new Rejected(waiting.get(0).keySha256());
    }

    private static List<KnownKey> matching(List<KnownKey> keys, Optional<Digest> key) {
        return keys.stream()
                .filter(one -> key.isEmpty() || one.keySha256().equals(key.get()))
                .toList();
    }

    private static Optional<KnownKey> find(List<KnownKey> keys, Digest key) {
        return matching(keys, Optional.of(key)).stream().findFirst();
    }
}
