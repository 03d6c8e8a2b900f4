package io.datasync.testkit.key;

import io.datasync.core.coordinator.sealing.SealingKeys;
import io.datasync.core.failure.SyncException;
import io.datasync.core.key.KeyRing;
import io.datasync.core.key.Signer;
import io.datasync.core.lease.RunnerId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** New keys of a server and of as many runners as are asked for, valid for ever. Thread-safe. */
public final class InMemoryKeys implements SealingKeys {
    private final Signer server = TestKeys.signer();
    private final Map<RunnerId, Signer> runners = new ConcurrentHashMap<>();

    @Override
    public Signer server() {
        return server;
    }

    /** The device key of a runner. */
    public Signer runner(RunnerId runner) {
        return runners.computeIfAbsent(runner, id -> TestKeys.signer());
    }

    @Override
    public KeyRing trusted(RunnerId runner) throws SyncException {
        return KeyRing.of(List.of(TestKeys.server(server), TestKeys.agent(runner, runner(runner))));
    }
}
