package dev.acord.cli;

import picocli.CommandLine.IVersionProvider;

/** Names the version of the jar. */
public final class VersionProvider implements IVersionProvider {
    /** Used by reflection. */
    public VersionProvider() {}

    @Override
    public String[] getVersion() {
        String version = VersionProvider.class.getPackage().getImplementationVersion();
        return new String[] {"acord " + (version == null ? "(not packaged)" : version) + ", Java " + Runtime.version()};
    }
}
