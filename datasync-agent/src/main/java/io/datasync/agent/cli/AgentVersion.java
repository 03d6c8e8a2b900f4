package io.datasync.agent.cli;

import picocli.CommandLine.IVersionProvider;

/** The agent's version, from the manifest of its archive. */
final class AgentVersion implements IVersionProvider {
    private static final String UNPACKED = "0.0.0";

    /** The version; {@value #UNPACKED} when it runs from unpacked classes. */
    static String text() {
        String version = AgentVersion.class.getPackage().getImplementationVersion();
        return version == null ? UNPACKED : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"datasync-agent " + text()};
    }
}
