/** Parses the arguments of an earlier call for providers that accept only objects. A text that is not an object is left out: a model imitates its own calls. */
export function readArguments(text: string): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(text || '{}') ?? {};
		if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
	} catch {
		// Below.
	}
	return {};
}

/** Returns the arguments of a call as text: most vendors send an object, and some gateways its text. */
export function writeArguments(given: unknown): string {
	return typeof given === 'string' ? given : JSON.stringify(given ?? {});
}
