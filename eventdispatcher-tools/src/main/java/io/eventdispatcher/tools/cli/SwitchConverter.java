package io.eventdispatcher.tools.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads a switch as the original does: {@code true yes on 1} or {@code false no off 0}.
 *
 * <p>Threading: immutable.
 */
final class SwitchConverter implements ITypeConverter<Boolean> {

    @Override
    public Boolean convert(String text) {
        return switch (text.trim().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on", "1" -> true;
            case "false", "no", "off", "0" -> false;
            default ->
                throw new TypeConversionException(
                        "neither on nor off: '" + text + "'; one of true, yes, on, 1, false, no, off, 0 is needed");
        };
    }
}
