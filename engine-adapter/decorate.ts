export function decorate<Target extends object>(target: Target, overrides: Partial<Target>): Target {
	return new Proxy(target, {
		get(inner, name) {
			if (Object.hasOwn(overrides, name)) return overrides[name as keyof Target];
			const value: unknown = Reflect.get(inner, name, inner);
			return typeof value === 'function' ? (value as (...args: unknown[]) => unknown).bind(inner) : value;
		},
	});
}
