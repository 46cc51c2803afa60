package dev.darkroom.host.image.decode;

import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadWarningListener;

/** Hears that a file ended early: JPEG readers then fill the rest with grey and merely warn. */
final class CutOffListener implements IIOReadWarningListener {

    private boolean heard;

    @Override
    public void warningOccurred(ImageReader source, String warning) {
        heard = heard || isAboutEnd(warning);
    }

    boolean heard() {
        return heard;
    }

    static boolean isAboutEnd(String message) {
        String said = message.toLowerCase(Locale.ROOT);
        return said.contains("premature end") || said.contains("unexpected end") || said.contains("truncated");
    }
}
