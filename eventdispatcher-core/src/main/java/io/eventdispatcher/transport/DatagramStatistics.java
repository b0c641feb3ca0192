package io.eventdispatcher.transport;

/**
 * What a datagram socket did so far. Nothing is dropped without being counted in one of these.
 *
 * <p>Threading: immutable.
 *
 * @param received datagrams handed on to a connection
 * @param sent datagrams that the system took
 * @param peers senders known now
 * @param refused dropped because the guard did not let them pass: a secret code was missing or wrong
 * @param tooLong received and dropped because they are longer than the limit
 * @param empty received and ignored because there was nothing in them
 * @param overflowed received and dropped because their connection does not read, or there are too many peers
 * @param withheld answers not sent because their receiver had proved nothing and is not on this machine, or has no
 *     address
 * @param unsendable frames not sent because they were empty, too long with what the guard adds, or no message
 * @param unreachable times that the system said that nobody received an earlier datagram
 * @param failed datagrams that the system did not send, and failed attempts to receive
 * @param evicted peers forgotten before their time to make room for others
 * @since 0.1
 */
public record DatagramStatistics(
        long received,
        long sent,
        int peers,
        long refused,
        long tooLong,
        long empty,
        long overflowed,
        long withheld,
        long unsendable,
        long unreachable,
        long failed,
        long evicted) {}
