package io.datasync.agent.state;

import io.datasync.core.lease.RunnerId;
import io.datasync.core.protocol.fleet.JobList;
import io.datasync.core.protocol.fleet.RunnerStatus;
import io.datasync.core.transfer.MachineIds;
import java.net.URI;
import java.util.Optional;

/**
 * What an agent must remember across restarts besides its journal.
 *
 * @param deviceKey made at the first start
 * @param apiKey made at the first start
 * @param machine tells this PC from its clones in names on the share (D-6), with the ids it had before
 * @param fingerprint of the hardware when the present id of {@code machine} was made
 * @param runner the id that the server gave
 * @param status what the server said last of it
 * @param server where the server was last
 * @param heartbeatsReserved no heartbeat was sent with a higher number (D-27)
 * @param jobs as last received, so that work goes on without the server (D-21)
 */
public record AgentState(
        DeviceKey deviceKey,
        ApiKey apiKey,
        MachineIds machine,
        String fingerprint,
        Optional<RunnerId> runner,
        Optional<RunnerStatus> status,
        Optional<URI> server,
        long heartbeatsReserved,
        Optional<JobList> jobs) {

    /** With what the server said of the runner. */
    public AgentState withRunner(RunnerId id, RunnerStatus now, URI at) {
        return new AgentState(
                deviceKey,
                apiKey,
                machine,
                fingerprint,
                Optional.of(id),
                Optional.of(now),
                Optional.of(at),
                heartbeatsReserved,
                jobs);
    }

    /** With other jobs. */
    public AgentState withJobs(JobList list) {
        return new AgentState(
                deviceKey, apiKey, machine, fingerprint, runner, status, server, heartbeatsReserved, Optional.of(list));
    }

    AgentState withMachine(MachineIds newMachine, String newFingerprint) {
        return new AgentState(
                deviceKey, apiKey, newMachine, newFingerprint, runner, status, server, heartbeatsReserved, jobs);
    }

    AgentState withHeartbeatsReserved(long reserved) {
        return new AgentState(deviceKey, apiKey, machine, fingerprint, runner, status, server, reserved, jobs);
    }

    AgentState withKeys(DeviceKey newDeviceKey, ApiKey newApiKey) {
        return new AgentState(
                newDeviceKey,
                newApiKey,
                machine,
                fingerprint,
                runner,
                Optional.of(RunnerStatus.PENDING),
                server,
                heartbeatsReserved,
                jobs);
    }
}
