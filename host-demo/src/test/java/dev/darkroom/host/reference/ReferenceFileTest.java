package dev.darkroom.host.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.darkroom.api.InvalidRequestException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferenceFileTest {

    @TempDir
    private Path folder;

    @Test
    void readsTheFilesOfAFolderByName() throws IOException {
        write("b.json", ReferenceCheckTest.document("b", 1));
        write("a.json", "{\"schedules\": []}");
        write("notes.txt", "left alone");
        List<ReferenceFile> files = ReferenceFile.readAll(folder);
        assertThat(files).extracting(ReferenceFile::name).containsExactly("a.json", "b.json");
        assertThat(files.get(1).cases()).singleElement().hasToString("b");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`` | g.json: expected a JSON object, found No content to map due to end-of-input",
                "not json | g.json: expected a JSON object, found Unrecognized token 'not'",
                "`[1,2]` | g.json: expected a JSON object, found Cannot deserialize",
                "`{\"a\": 1` | g.json: expected a JSON object, found Unexpected end-of-input",
                "`{} {}` | g.json: expected a JSON object, found Trailing token",
                "`null` | g.json: expected an object, found null",
                "`{\"family\": \"x\"}` | g.json: expected cases, schedules, torch_cpu or philox_nv, found [family]",
                "`{\"cases\": []}` | g.json: mixtures: expected an object, found nothing",
                "`{\"mixtures\": {}, \"cases\": 5}` | g.json: cases: expected a list, found 5",
                "`{\"mixtures\": {\"m\": {\"weights\": [\"x\"]}}, \"cases\": []}` | g.json: mixtures.m.weights[0]: expected a number, found x",
                "`{\"mixtures\": {}, \"cases\": [{\"native_parameterisation\": \"xx\"}]}` | g.json: cases[0].native_parameterisation: expected ve, vp or flow, found xx",
                "`{\"schedules\": [{\"n\": -1}]}` | g.json: schedules[0].n: expected",
                "`{\"torch_cpu\": [{\"fn\": \"randn\"}]}` | g.json: torch_cpu[0].dtype: expected a text, found nothing",
            })
    void namesFileAndPlaceOfWhatIsWrong(String content, String message) throws IOException {
        write("g.json", content);
        assertThatThrownBy(() -> ReferenceFile.readAll(folder))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void refusesACaseOfTheWrongSize() throws IOException {
        write(
                "g.json",
                ReferenceCheckTest.document("short", 1).replace("\"x_init_native\": [", "\"x_init_native\": [9,"));
        assertThatThrownBy(() -> ReferenceFile.readAll(folder))
                .hasMessage("g.json: cases[0].x_init_native: expected 4 numbers, found 5");
    }

    @Test
    void refusesAFolderWithoutGoldenFiles() {
        assertThatThrownBy(() -> ReferenceFile.readAll(folder))
                .hasMessage(folder + ": expected at least one golden file (*.json), found none");
        assertThatThrownBy(() -> ReferenceFile.readAll(folder.resolve("none")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("expected a folder of golden files");
    }

    private void write(String name, String content) throws IOException {
        Files.writeString(folder.resolve(name), content);
    }
}
