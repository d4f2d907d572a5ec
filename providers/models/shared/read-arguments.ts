/** Parses the arguments of an earlier call for providers that accept only objects. Drops other text: models imitate their own calls. */
export function readArguments(text: string): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(text || '{}') ?? {};
		if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
	} catch {
		// Falls through.
	}
	return {};
}

/** Most vendors send an object, some gateways its text. */
export function writeArguments(given: unknown): string {
	return typeof given === 'string' ? given : JSON.stringify(given ?? {});
}
