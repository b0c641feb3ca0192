package io.eventdispatcher.tools.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * What {@code --version} prints.
 *
 * <p>Threading: one thread at a time (confined to its owner).
 *
 * @since 0.1
 */
public final class Version implements IVersionProvider {

    @Spec
    private @Nullable CommandSpec command;

    /** For picocli. */
    public Version() {}

    @Override
    public String[] getVersion() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
            if (in != null) {
                properties.load(in);
            }
        }
        String name = command == null ? "eventdispatcher-tools" : command.root().name();
        return new String[] {name + " " + properties.getProperty("version", "unknown")};
    }
}
