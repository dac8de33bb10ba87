package example

import java.nio.file.Files
import java.nio.file.Path
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test

class DocumentationTest {
    @Test
    fun `the Kotlin that the documentation shows is the Kotlin that is compiled here`() {
        val page = Files.readString(Path.of(System.getProperty("acord.docs"), "connecting.md"))
        val shown = Regex("```kotlin\n(.*?)```", RegexOption.DOT_MATCHES_ALL).findAll(page).map { it.groupValues[1] }.toList()
        val source = Files.readString(Path.of("src/main/kotlin/example/KordBot.kt"))
        assertEquals(listOf(source.substringAfter("// docs: begin\n").substringBefore("// docs: end")), shown)
    }
}
