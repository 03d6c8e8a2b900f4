package io.datasync.testkit.coordinator;

import io.datasync.testkit.coordinator.fixture.CoordinatorFixture;

/**
 * What every {@link io.datasync.core.coordinator.Coordinator} must do: the rules over any index, and a client that speaks to a server. An
 * implementation joins it with one method. The fixture may serve all tests of a class.
 */
public interface CoordinatorContract
        extends OpenContract,
                LeaseContract,
                TokenContract,
                CompareContract,
                ProgressContract,
                CompleteContract,
                SealContract,
                CertifyContract,
                CycleContract {
    @Override
    CoordinatorFixture fixture();
}
