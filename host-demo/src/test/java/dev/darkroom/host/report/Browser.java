package dev.darkroom.host.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The system's Chromium, without a window. It opens a page in frames of a phone's and a desk's width, tries its controls and
 * tells what it saw; {@code harness.html} is what it runs. A driver would be 200 MB more for a build to fetch.
 */
final class Browser {

    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final Pattern RESULT = Pattern.compile("<pre id=\"result\">(.*?)</pre>", Pattern.DOTALL);

    private final Path program;

    private Browser(Path program) {
        this.program = program;
    }

    /** Returns the browser of this machine, if it has one. */
    static Optional<Browser> installed() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .map(Browser::new);
    }

    /** Opens a page in dark or light mode and returns what was seen of it by {@code phone} and {@code desk}. */
    JsonNode look(Path page, boolean dark) throws IOException, InterruptedException {
        Path folder = page.toAbsolutePath().getParent();
        Path harness = folder.resolve("harness.html");
        try (InputStream in = Browser.class.getResourceAsStream("harness.html")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            Files.writeString(harness, text.replace("PAGE", page.getFileName().toString()));
        }
        Path seen = folder.resolve("seen.html");
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--no-first-run",
                "--user-data-dir=" + folder.resolve("profile"),
                "--allow-file-access-from-files",
                "--virtual-time-budget=10000",
                "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1),
                "--dump-dom",
                harness.toUri().toString()));
        Process process = new ProcessBuilder(command)
                .redirectOutput(seen.toFile())
                .redirectError(folder.resolve("browser.log").toFile())
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the browser did not end within 60 s; it wrote:\n"
                    + Files.readString(folder.resolve("browser.log")));
        }
        Matcher result = RESULT.matcher(Files.readString(seen));
        assertThat(result.find())
                .as(Files.readString(folder.resolve("browser.log")))
                .isTrue();
        String json = result.group(1);
        for (Map.Entry<String, String> entity : Map.of("&lt;", "<", "&gt;", ">", "&quot;", "\"", "&nbsp;", "\u00a0")
                .entrySet()) {
            json = json.replace(entity.getKey(), entity.getValue());
        }
        return new ObjectMapper().readTree(json.replace("&amp;", "&"));
    }
}
