package dev.darkroom.api.reference;

import dev.darkroom.api.InvalidRequestException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A place in a parsed JSON document, which knows its path: what is missing or of another kind is refused with the path, what
 * was expected and what was found.
 */
final class Tree {

    private final String path;
    private final @Nullable Object value;

    private Tree(String path, @Nullable Object value) {
        this.path = path;
        this.value = value;
    }

    /** Returns the root of a document of maps, lists, texts, numbers, booleans and nulls. */
    static Tree root(@Nullable Object document) {
        return new Tree("", document);
    }

    /** Returns a member of an object; a missing one is a place that holds nothing. */
    Tree get(String name) {
        return new Tree(path.isEmpty() ? name : path + "." + name, map().get(name));
    }

    /** Returns a member of an object that may be missing, and then so is its member. */
    Tree find(String object, String name) {
        Tree place = get(object);
        return place.isPresent() ? place.get(name) : new Tree(place.path + "." + name, null);
    }

    /** Returns whether something other than null stands here. */
    boolean isPresent() {
        return value != null;
    }

    /** Returns the members by name. */
    Map<String, Tree> members() {
        Map<String, Tree> members = new LinkedHashMap<>();
        map().keySet().forEach(name -> members.put(String.valueOf(name), get(String.valueOf(name))));
        return members;
    }

    /** Returns the elements of a list. */
    List<Tree> elements() {
        if (!(value instanceof List<?> list)) {
            throw bad("a list");
        }
        List<Tree> elements = new ArrayList<>(list.size());
        for (int i = 0; i < list.size(); i++) {
            elements.add(new Tree(path + "[" + i + "]", list.get(i)));
        }
        return elements;
    }

    String text() {
        if (!(value instanceof String text)) {
            throw bad("a text");
        }
        return text;
    }

    double number() {
        if (!(value instanceof Number number)) {
            throw bad("a number");
        }
        return number.doubleValue();
    }

    int integer() {
        if (!(value instanceof Number number) || number.doubleValue() != Math.rint(number.doubleValue())) {
            throw bad("a whole number");
        }
        return number.intValue();
    }

    /** Returns a whole number of up to 64 bits; one above {@code Long.MAX_VALUE} gives its low 64 bits. */
    long whole() {
        if (value instanceof BigInteger big) {
            return big.longValue();
        }
        if (!(value instanceof Number number) || number.doubleValue() != Math.rint(number.doubleValue())) {
            throw bad("a whole number");
        }
        return number.longValue();
    }

    boolean flag() {
        if (!(value instanceof Boolean flag)) {
            throw bad("true or false");
        }
        return flag;
    }

    String text(String otherwise) {
        return isPresent() ? text() : otherwise;
    }

    double number(double otherwise) {
        return isPresent() ? number() : otherwise;
    }

    boolean flag(boolean otherwise) {
        return isPresent() ? flag() : otherwise;
    }

    /** Returns a whole number of at least {@code least}. */
    int count(int least) {
        int count = integer();
        if (count < least) {
            throw bad("a whole number from " + least + " up");
        }
        return count;
    }

    int count(int least, int otherwise) {
        return isPresent() ? count(least) : otherwise;
    }

    /** Returns a list of numbers, in which null stands for one that is not finite and becomes NaN. */
    double[] numbersOrNull() {
        return elements().stream().mapToDouble(each -> each.number(Double.NaN)).toArray();
    }

    /** Returns a list of finite numbers. */
    double[] numbers() {
        List<Tree> elements = elements();
        double[] numbers = new double[elements.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = elements.get(i).number();
        }
        return numbers;
    }

    /** Returns a list of {@code count} numbers. */
    double[] numbers(int count) {
        double[] numbers = numbers();
        if (numbers.length != count) {
            throw new InvalidRequestException(path + ": expected " + count + " numbers, found " + numbers.length);
        }
        return numbers;
    }

    /** Returns a scalar as a person would type it as an option, a list of them with commas between. */
    String option() {
        if (value instanceof List<?>) {
            return String.join(",", elements().stream().map(Tree::option).toList());
        }
        if (value instanceof Number number
                && number.doubleValue() == Math.rint(number.doubleValue())
                && Math.abs(number.doubleValue()) < 1e15) {
            return Long.toString((long) number.doubleValue());
        }
        if (value instanceof Map || value == null) {
            throw bad("a text, number, boolean or list");
        }
        return value.toString();
    }

    /** Returns the complaint that something else was expected here. */
    InvalidRequestException bad(String expected) {
        String found = String.valueOf(value);
        return new InvalidRequestException((path.isEmpty() ? "document" : path) + ": expected " + expected + ", found "
                + (value == null ? "nothing" : found.length() > 40 ? found.substring(0, 40) + "..." : found));
    }

    private Map<?, ?> map() {
        if (!(value instanceof Map<?, ?> map)) {
            throw bad("an object");
        }
        return map;
    }
}
