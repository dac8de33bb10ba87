package dev.acord.system;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** An object behind interfaces that are too large to implement: it does what it was told, by the method's name, and fails at all else. */
final class Fake implements InvocationHandler {
    private final String name;
    private final Map<String, Function<Object[], Object>> methods = new HashMap<>();

    Fake(String name) {
        this.name = name;
    }

    Fake with(String method, Supplier<Object> result) {
        methods.put(method, arguments -> result.get());
        return this;
    }

    Fake on(String method, Function<Object[], Object> action) {
        methods.put(method, action);
        return this;
    }

    <T> T as(Class<T> type, Class<?>... others) {
        Class<?>[] types = new Class<?>[others.length + 1];
        types[0] = type;
        System.arraycopy(others, 0, types, 1, others.length);
        return type.cast(Proxy.newProxyInstance(Fake.class.getClassLoader(), types, this));
    }

    @Override
    public Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
        Function<Object[], Object> action = methods.get(method.getName());
        if (action != null) {
            return action.apply(arguments);
        }
        return switch (method.getName()) {
            case "equals" -> self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            case "toString" -> name;
            default -> {
                if (!method.isDefault()) {
                    throw new UnsupportedOperationException(name + " does nothing for " + method);
                }
                yield InvocationHandler.invokeDefault(self, method, arguments);
            }
        };
    }
}
