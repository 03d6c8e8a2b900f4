package io.datasync.server.platform.boundary;

import jakarta.annotation.PostConstruct;
import jakarta.ejb.Schedule;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionManagement;
import jakarta.ejb.TransactionManagementType;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Tries the node's own address until it answers, if the launcher says which one that is. */
@Singleton
@TransactionManagement(TransactionManagementType.BEAN)
public class OwnAddressTimer {
    @Inject
    @ConfigProperty(name = "datasync.address")
    private Optional<String> host;

    @Inject
    @ConfigProperty(name = "datasync.port")
    private Optional<String> port;

    @Inject
    private RandomGenerator random;

    private Optional<OwnAddress> address = Optional.empty();

    /** Before the first time. */
    @PostConstruct
    void learn() {
        address = port.filter(text -> text.matches("\\d{1,5}"))
                .map(Integer::valueOf)
                .map(number -> new OwnAddress(OwnAddress.of(host.orElse("127.0.0.1"), number), random));
    }

    /** The timer. */
    @Schedule(hour = "*", minute = "*", second = "*/10", persistent = false)
    public void look() {
        address.ifPresent(OwnAddress::look);
    }
}
