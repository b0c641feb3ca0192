/**
 * Messages of the form {@code server:service/COMMAND name=value;...}, decoded from and encoded to text or JSON.
 *
 * <p>Level 0, uses only {@code bytes}. A {@link io.eventdispatcher.message.Message} is its encoded bytes plus an index of
 * where its parts are; a String is made only of the part somebody asks for. Start reading at
 * {@link io.eventdispatcher.message.Message}, then {@link io.eventdispatcher.message.MessageDecoder}. The JSON library is
 * seen by this package alone.
 */
@NullMarked
package io.eventdispatcher.message;

import org.jspecify.annotations.NullMarked;
