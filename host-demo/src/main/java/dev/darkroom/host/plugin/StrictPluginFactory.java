package dev.darkroom.host.plugin;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import org.pf4j.Plugin;
import org.pf4j.PluginFactory;
import org.pf4j.PluginRuntimeException;
import org.pf4j.PluginWrapper;

/** Creates a plugin's {@code Plugin-Class}. PF4J's factory logs what goes wrong and returns null; this one throws it. */
final class StrictPluginFactory implements PluginFactory {

    @Override
    public Plugin create(PluginWrapper plugin) {
        String name = plugin.getDescriptor().getPluginClass();
        try {
            Class<?> type = plugin.getPluginClassLoader().loadClass(name);
            if (!Plugin.class.isAssignableFrom(type) || Modifier.isAbstract(type.getModifiers())) {
                throw new PluginRuntimeException(
                        "Plugin-Class: expected a class that extends org.pf4j.Plugin, found " + name);
            }
            return create(type, plugin);
        } catch (ClassNotFoundException e) {
            throw new PluginRuntimeException(e, "Plugin-Class {} is not in the JAR", name);
        } catch (InvocationTargetException e) {
            Throwable thrown = e.getTargetException();
            if (thrown instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (thrown instanceof Error error) {
                throw error;
            }
            throw new PluginRuntimeException(thrown, "the constructor of {} threw {}", name, Text.describe(thrown));
        } catch (ReflectiveOperationException e) {
            throw new PluginRuntimeException(
                    e, "Plugin-Class {}: expected a constructor without parameters or with a PluginWrapper", name);
        }
    }

    private static Plugin create(Class<?> type, PluginWrapper plugin) throws ReflectiveOperationException {
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == PluginWrapper.class) {
                constructor.setAccessible(true);
                return (Plugin) constructor.newInstance(plugin);
            }
        }
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        return (Plugin) constructor.newInstance();
    }
}
