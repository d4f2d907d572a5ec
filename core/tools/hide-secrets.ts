import type { Tool } from '../ports';

/** A shorter one would be found where it is none. */
const SHORTEST = 6;

/** The tool, with results that hold none of these: some servers say back what they were told. */
export function hideSecrets(tool: Tool, secrets: string[]): Tool {
	const hidden = secrets.filter(({ length }) => length >= SHORTEST).flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
	if (hidden.length === 0) return tool;
	return {
		...tool,
		async call(input, context) {
			const result = await tool.call(input, context);
			return { ...result, text: hidden.reduce((text, secret) => text.replaceAll(secret, '[SECRET]'), result.text) };
		},
	};
}
