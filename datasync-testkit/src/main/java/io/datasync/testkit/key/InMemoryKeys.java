package io.datasync.testkit.key;

import io.datasync.core.coordinator.sealing.SealingKeys;
import io.datasync.core.failure.SyncException;
import io.datasync.core.key.KeyRing;
import io.datasync.core.key.Signer;
import io.datasync.core.lease.RunnerId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** New keys of a server and of as many runners as are asked for, valid for ever. Thread-safe. */
public final class InMemoryKeys implements SealingKeys {
    private final Signer server;
    private final Function<RunnerId, Signer> maker;
    private final Map<RunnerId, Signer> runners = new ConcurrentHashMap<>();

    /** Keys that nobody else has. */
    public InMemoryKeys() {
        server = TestKeys.signer();
        maker = runner -> TestKeys.signer();
    }

    /** The keys that this seed gives, the same in every JVM. */
    public InMemoryKeys(long seed) {
        server = TestKeys.signer(seed);
        maker = runner -> TestKeys.signer(31 * seed + runner.hashCode());
    }

    @Override
    public Signer server() {
        return server;
    }

    /** The device key of a runner. */
    public Signer runner(RunnerId runner) {
        return runners.computeIfAbsent(runner, maker);
    }

    @Override
    public KeyRing trusted(RunnerId runner) throws SyncException {
        return KeyRing.of(List.of(TestKeys.server(server), TestKeys.agent(runner, runner(runner))));
    }
}
