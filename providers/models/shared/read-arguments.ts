/** Parses the arguments of a tool call for providers that accept only objects; anything else is wrapped as text. */
export function readArguments(text: string): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(text || '{}') ?? {};
		if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
	} catch {
		// Below.
	}
	return { not_json: text };
}

/** Returns the arguments of a call as text: most vendors send an object, and some gateways its text. */
export function writeArguments(given: unknown): string {
	return typeof given === 'string' ? given : JSON.stringify(given ?? {});
}
