import type { Tool } from '../ports';

/** A shorter secret would match unrelated text. */
const minLength = 6;

/** Wraps the tool so that its results contain none of these secrets, since some servers repeat their input. */
export function hideSecrets(tool: Tool, secrets: string[]): Tool {
	const hidden = secrets.filter(({ length }) => length >= minLength).flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
	if (hidden.length === 0) return tool;
	return {
		...tool,
		async call(input, context) {
			const result = await tool.call(input, context);
			return { ...result, text: hidden.reduce((text, secret) => text.replaceAll(secret, '[SECRET]'), result.text) };
		},
	};
}
