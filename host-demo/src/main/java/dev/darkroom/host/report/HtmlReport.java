package dev.darkroom.host.report;

import dev.darkroom.api.diagnosis.Diagnosis;
import dev.darkroom.api.generation.GenerationService;
import dev.darkroom.api.runtime.Cancellation;
import dev.darkroom.host.file.AtomicFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The report of a diagnosis: {@code report.html}, and {@code bundle.json} to make it of again. */
public final class HtmlReport {

    private static final String PAGE = "report.html";
    private static final String BUNDLE = "bundle.json";

    private HtmlReport() {}

    /**
     * Writes a report and its bundle, each whole or not at all; what is there is replaced.
     *
     * @param folder where they go; made if it is missing
     * @param diagnosis what was found
     * @param service makes what the report shows beyond the diagnosis: the estimates of the steps, the autoencoder alone
     * @param command the command that makes the diagnosis again
     * @param cancellation leaves out what would have to be made for the report
     * @return the page
     * @throws dev.darkroom.api.DarkroomException if it cannot be written
     */
    public static Path write(
            Path folder, Diagnosis diagnosis, GenerationService service, String command, Cancellation cancellation) {
        AtomicFile.prepare(folder);
        Report report = new ReportMaker(diagnosis, service, command, cancellation).report();
        AtomicFile.replace(folder.resolve(BUNDLE), ReportBundle.write(report));
        return page(report, folder.resolve(PAGE));
    }

    /**
     * Makes the page of a bundle again.
     *
     * @param bundle a {@code bundle.json}
     * @param page where the page goes; what is there is replaced
     * @return the page
     * @throws dev.darkroom.api.InvalidRequestException if the file is no bundle
     * @throws dev.darkroom.api.DarkroomException if it cannot be read or written
     */
    public static Path replay(Path bundle, Path page) {
        return page(ReportBundle.read(bundle), page);
    }

    private static Path page(Report report, Path page) {
        AtomicFile.replace(page, ReportPage.of(report).getBytes(StandardCharsets.UTF_8));
        return page;
    }
}
