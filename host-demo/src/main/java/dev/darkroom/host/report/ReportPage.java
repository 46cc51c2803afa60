package dev.darkroom.host.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;

/** Turns what a report says into its page. */
final class ReportPage {

    private static final String PACKAGE = "dev.darkroom.host.report.page";

    private ReportPage() {}

    static String of(Report report) {
        return render("report.jte", report);
    }

    static String of(SweepReport report) {
        return render("sweep.jte", report);
    }

    private static String render(String template, Object model) {
        // Everything is escaped by where in the page it stands, but for what the templates mark as their own.
        TemplateEngine engine =
                TemplateEngine.createPrecompiled(null, ContentType.Html, ReportPage.class.getClassLoader(), PACKAGE);
        StringOutput page = new StringOutput();
        engine.render(template, model, page);
        return page.toString();
    }
}
