package io.datasync.drills.simulate;

import java.security.Provider;
import java.security.Security;

/**
 * Ed25519 by Bouncy Castle, and nothing else of it: the same keys and signatures as those of Java 17 (RFC 8032 leaves no choice), several times as
 * fast. The shipped classes do not know of it: they ask Java for Ed25519, and in this process this is the first that has it.
 */
final class FastEd25519 extends Provider {
    private static final long serialVersionUID = 1L;

    /** By what it is known to Java. */
    static final String NAME = "DataSyncSimulation";

    private static final String SPI = "org.bouncycastle.jcajce.provider.asymmetric.edec.";

    FastEd25519() {
        super(NAME, "1", "Ed25519 by Bouncy Castle");
        put("KeyFactory.Ed25519", SPI + "KeyFactorySpi$Ed25519");
        put("KeyPairGenerator.Ed25519", SPI + "KeyPairGeneratorSpi$Ed25519");
        put("Signature.Ed25519", SPI + "SignatureSpi$Ed25519");
    }

    /** From now on this process uses it. */
    static void install() {
        Security.insertProviderAt(new FastEd25519(), 1);
    }
}
