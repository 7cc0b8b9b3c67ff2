package dev.caraway.server.launcher;

import dev.caraway.server.guest.Guest;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a guest of a class that somebody else wrote. */
final class GuestClass {

    private static final Logger LOG = LoggerFactory.getLogger(GuestClass.class);

    private static final String EXPECTED = "expected a public static create(Map<String, String>) that returns a Guest,"
            + " a public constructor of a Map<String, String>, or one without parameters";

    private final String name;
    private final ClassLoader loader;

    /** The class of this name, from our class path and then from what {@code --class-path} adds. */
    GuestClass(String name, List<String> classPaths) throws LaunchException {
        this.name = name;
        // Open until the process ends: a guest may load its classes late.
        this.loader = new URLClassLoader(urls(classPaths), GuestClass.class.getClassLoader());
    }

    /**
     * Makes it. From then on this thread, and the server's threads that it starts, offer the guest's classes to whoever asks
     * the thread for some, as libraries do that look for their own parts.
     */
    Guest create(Map<String, String> options) throws LaunchException {
        Thread.currentThread().setContextClassLoader(loader);
        Class<?> type = load();
        if (!Modifier.isPublic(type.getModifiers())) {
            throw wrong("expected a public class");
        }
        try {
            return newGuest(type, options);
        } catch (InvocationTargetException e) {
            throw thrown(e.getCause());
        } catch (InstantiationException | IllegalAccessException e) {
            throw wrong(EXPECTED);
        }
    }

    private Class<?> load() throws LaunchException {
        try {
            return Class.forName(name, true, loader);
        } catch (ClassNotFoundException e) {
            throw wrong("no such class; expected one on the class path (--class-path adds to it)");
        } catch (ExceptionInInitializerError e) {
            throw thrown(e.getCause());
        } catch (LinkageError e) {
            throw LaunchException.failure("--guest class=" + name + ": cannot be loaded: " + e);
        }
    }

    private Guest newGuest(Class<?> type, Map<String, String> options)
            throws LaunchException, InvocationTargetException, InstantiationException, IllegalAccessException {
        for (Method method : type.getMethods()) {
            if (method.getName().equals("create")
                    && Modifier.isStatic(method.getModifiers())
                    && takesMap(method.getParameterTypes())
                    && Guest.class.isAssignableFrom(method.getReturnType())) {
                Object made = method.invoke(null, options);
                if (made instanceof Guest guest) {
                    return guest;
                }
                throw LaunchException.failure("--guest class=" + name + ": expected a guest from create, got null");
            }
        }
        if (!Guest.class.isAssignableFrom(type)) {
            throw wrong("expected a class that implements " + Guest.class.getName());
        }
        @Nullable Constructor<?> bare = null;
        for (Constructor<?> constructor : type.getConstructors()) {
            if (takesMap(constructor.getParameterTypes())) {
                return (Guest) constructor.newInstance(options);
            }
            if (constructor.getParameterCount() == 0) {
                bare = constructor;
            }
        }
        if (bare == null) {
            throw wrong(EXPECTED);
        }
        if (!options.isEmpty()) {
            throw wrong("expected no option, got " + String.join(", ", options.keySet()));
        }
        return (Guest) bare.newInstance();
    }

    private static boolean takesMap(Class<?>[] parameters) {
        return parameters.length == 1 && parameters[0] == Map.class;
    }

    private LaunchException wrong(String text) {
        return LaunchException.usage("--guest class=" + name + ": " + text);
    }

    /** An IllegalArgumentException is the guest's word for a wrong option. */
    private LaunchException thrown(@Nullable Throwable cause) {
        if (cause instanceof IllegalArgumentException && cause.getMessage() != null) {
            return wrong(cause.getMessage());
        }
        LOG.debug("guest Cannot be made class={}", name, cause);
        return LaunchException.failure("--guest class=" + name + ": " + cause);
    }

    private static URL[] urls(List<String> classPaths) throws LaunchException {
        List<URL> urls = new ArrayList<>();
        for (String classPath : classPaths) {
            for (String entry : classPath.split(":", -1)) {
                addEntry(entry, urls);
            }
        }
        return urls.toArray(URL[]::new);
    }

    private static void addEntry(String entry, List<URL> urls) throws LaunchException {
        boolean isWildcard = entry.equals("*") || entry.endsWith("/*");
        Path path = Path.of(isWildcard ? entry.substring(0, entry.length() - 1) : entry);
        if (!Files.exists(path) || (isWildcard && !Files.isDirectory(path))) {
            throw LaunchException.usage(
                    "--class-path '" + entry + "': expected a directory, a jar, or DIRECTORY/* for all its jars");
        }
        try {
            if (!isWildcard) {
                urls.add(path.toUri().toURL());
                return;
            }
            try (DirectoryStream<Path> jars = Files.newDirectoryStream(path, "*.jar")) {
                for (Path jar : jars) {
                    urls.add(jar.toUri().toURL());
                }
            }
        } catch (MalformedURLException e) {
            throw LaunchException.usage("--class-path '" + entry + "': expected a path");
        } catch (IOException e) {
            throw LaunchException.failure("--class-path '" + entry + "': cannot be read", e);
        }
    }
}
