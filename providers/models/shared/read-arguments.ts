/** A tool call's arguments for providers that take objects only: what is none goes back as the text that it was. */
export function readArguments(text: string): Record<string, unknown> {
	try {
		const value: unknown = JSON.parse(text || '{}');
		if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
	} catch {
		// Below.
	}
	return { not_json: text };
}
