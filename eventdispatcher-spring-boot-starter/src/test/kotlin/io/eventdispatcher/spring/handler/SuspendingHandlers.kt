package io.eventdispatcher.spring.handler

import io.eventdispatcher.spring.annotation.MessageHandler
import jakarta.validation.constraints.Min
import kotlinx.coroutines.awaitCancellation
import kotlinx.coroutines.delay

/** Handlers that suspend, and Kotlin's own idea of what may be absent. */
open class SuspendingHandlers {

    @MessageHandler("SUSPEND", id = "kinds#suspend")
    open suspend fun suspended(@Min(0) number: Int, what: String): Map<String, Any> {
        when (what) {
            "fail" -> {
                delay(1)
                throw IllegalStateException("disk")
            }
            "hang" -> awaitCancellation()
            else -> delay(1)
        }
        return mapOf("number" to number)
    }

    @MessageHandler("NOTHING")
    open suspend fun nothing() {
        delay(1)
    }

    @MessageHandler("ABSENT")
    open fun absent(name: String?): Map<String, Any> = mapOf("name" to (name ?: "nobody"))

    @MessageHandler("PRESENT")
    open fun present(name: String): Map<String, Any> = mapOf("name" to name)
}
