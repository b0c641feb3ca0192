package io.eventdispatcher.spring.console;

/**
 * A file of the page.
 *
 * <p>Threading: immutable, as long as nobody changes the content.
 *
 * @param contentType media type with charset
 * @param content its bytes; not to be changed
 * @since 0.1
 */
@SuppressWarnings("ArrayRecordComponent") // is written out as it is, never compared
public record ConsoleFile(String contentType, byte[] content) {}
