package dev.darkroom.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.darkroom.api.DarkroomException;
import dev.darkroom.api.ExtensionInfo;
import dev.darkroom.api.finding.Finding;
import dev.darkroom.api.finding.PossibleCause;
import dev.darkroom.api.inspection.CauseAdvisor;
import dev.darkroom.api.inspection.Inspection;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Knowledge of real plugin JARs in class loaders of their own, good and bad. */
class PluginKnowledgeTest {

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(PluginKnowledge.class);

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        log.start();
        logger.setLevel(Level.WARN);
        logger.addAppender(log);
    }

    @AfterEach
    void deaf() {
        logger.detachAppender(log);
    }

    private void plugin(String id, String body) {
        HostileJar.plugin(id)
                .source("%s.Known".formatted(id), """
                        package %s;
                        import dev.darkroom.api.*;
                        import dev.darkroom.api.diagnosis.*;
                        @org.pf4j.Extension
                        public class Known implements KnowledgeSource {
                            @Override public ExtensionInfo info() {
                                return ExtensionInfo.of("%s", "Known", "What a stranger knows.");
                            }
                            @Override public String knowledge() {
                                %s
                            }
                        }
                        """.formatted(id, id, body))
                .index(id + ".Known")
                .writeTo(folder, id + ".jar");
    }

    /** Learns every file by heart, but for those that say no. */
    private record Pupil(List<String> learnt) implements CauseAdvisor {

        @Override
        public ExtensionInfo info() {
            return ExtensionInfo.of("pupil", "Pupil", "tests");
        }

        @Override
        public CauseAdvisor knowing(String file) {
            if (file.startsWith("no")) {
                throw new DarkroomException("cause 3 (x):\nsources: expected a list of texts, found none");
            }
            List<String> more = new ArrayList<>(learnt);
            more.add(file);
            return new Pupil(more);
        }

        @Override
        public List<PossibleCause> advise(Finding finding, Inspection inspection) {
            return List.of();
        }
    }

    @Test
    void everySourceIsTaughtAndABadOneIsOneLine() {
        plugin("sound", "return \"file of sound\";");
        plugin("wrong", "return \"no\";");
        plugin("nothing", "return null;");
        plugin("throwing", "throw new IllegalStateException(\"boom\\nbang\");");
        plugin("hanging", "while (true) { try { Thread.sleep(1000); } catch (InterruptedException e) { } }");
        plugin("unlinked", "throw new NoClassDefFoundError(\"gone\");");
        plugin("zsound", "return \"file of zsound\";");
        try (PluginHost host = PluginHost.open(PluginSettings.of(folder).build())) {
            PluginKnowledge knowledge = new PluginKnowledge(host, new ForeignCall(Duration.ofMillis(500)));
            Pupil pupil = new Pupil(List.of());
            Registered<CauseAdvisor> registered = new Registered<>(pupil, pupil.info(), "test", "1", "");
            for (int time = 0; time < 2; time++) {
                CauseAdvisor taught = knowledge.taught(registered, CauseAdvisor::knowing);
                assertThat(((Pupil) taught).learnt()).containsExactly("file of sound", "file of zsound");
            }
        }
        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .hasSize(5)
                .allMatch(line -> line.endsWith("; it is left out") && !line.contains("\n"))
                .anyMatch(line -> line.equals("knowledge source wrong (plugin wrong): cause 3 (x):; sources: expected a"
                        + " list of texts, found none; it is left out"))
                .anyMatch(line -> line.contains("hanging") && line.contains("did not return within"))
                .anyMatch(line -> line.contains("throwing") && line.contains("boom"))
                .anyMatch(line -> line.contains("nothing") && line.contains("null"))
                .anyMatch(line -> line.contains("unlinked") && line.contains("gone"));
    }
}
