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
