package io.datasync.agent.state;

import io.datasync.core.key.Signer;
import io.datasync.testkit.key.SignerContract;
import java.security.SecureRandom;

class DeviceKeyTest implements SignerContract {
    private final DeviceKey key = DeviceKey.make(new SecureRandom());

    @Override
    public Signer signer() {
        return key;
    }

    @Override
    public String privateKey() {
        return key.privateKey();
    }
}
