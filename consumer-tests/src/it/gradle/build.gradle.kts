// A bot's build with Gradle. Gradle itself is not to be had from Maven Central: what is checked here is that these coordinates
// are those that are published (CoordinatesTest).
plugins {
    java
}

repositories {
    mavenCentral()
}

dependencies {
    implementation(platform("dev.acord:acord-bom:0.1.0-SNAPSHOT"))
    implementation("dev.acord:acord-voice")
    implementation("dev.acord:acord-jda")
    runtimeOnly("dev.acord:acord-opus-native")
    runtimeOnly("dev.acord:acord-ffmpeg")
    testImplementation("dev.acord:acord-sim")
    testImplementation("org.junit.jupiter:junit-jupiter:5.14.4")
}

java {
    toolchain {
        languageVersion = JavaLanguageVersion.of(17)
    }
}

tasks.test {
    useJUnitPlatform()
}
