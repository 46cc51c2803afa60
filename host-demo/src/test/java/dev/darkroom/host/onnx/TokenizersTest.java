package dev.darkroom.host.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.darkroom.api.runtime.TextTokenizer;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class TokenizersTest {

    private static final OnnxRuntime RUNTIME = new OnnxRuntime(OnnxSettings.cpu());

    @AfterAll
    static void close() {
        RUNTIME.close();
    }

    @Test
    void readsBothFormsOfATokenizerAlike() {
        List<String> texts = List.of(
                "a cat!",
                "",
                "A  Cat\n1",
                "caf\u00e9 \uD83D\uDE00 \u05E9\u05DC\u05D5\u05DD",
                "it's word",
                "\u0000",
                "\uD800 lone",
                "x".repeat(60_000));
        try (TextTokenizer whole = RUNTIME.tokenizer(TinyModels.folder("half").resolve("tokenizer"));
                TextTokenizer parts =
                        RUNTIME.tokenizer(TinyModels.folder("latent").resolve("tokenizer"))) {
            for (String text : texts) {
                assertThat(parts.encode(text)).isEqualTo(whole.encode(text));
            }
            int i = 0;
            for (String text : List.of("a cat!", "")) {
                long[] ids = whole.encode(text);
                assertThat(ids)
                        .hasSize(TinyModels.expected("half", "expected.json")
                                .get("ids")
                                .get(i)
                                .size());
                for (int k = 0; k < ids.length; k++) {
                    assertThat(ids[k])
                            .isEqualTo(TinyModels.expected("half", "expected.json")
                                    .get("ids")
                                    .get(i)
                                    .get(k)
                                    .longValue());
                }
                i++;
            }
        }
    }
}
