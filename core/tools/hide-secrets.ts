import type { Tool } from '../ports';

/** A shorter secret would match unrelated text. */
const minLength = 6;

/** Wraps the tool so that its results contain none of these secrets, since some servers repeat their input. */
export function hideSecrets(tool: Tool, secrets: string[]): Tool {
	const hide = hideIn(secrets);
	return {
		...tool,
		async call(input, context) {
			const result = await tool.call(input, context);
			return { ...result, text: hide(result.text) };
		},
	};
}

/** Returns a function that removes these secrets from a text, also where it is JSON. */
export function hideIn(secrets: string[]): (text: string) => string {
	const hidden = secrets.filter(({ length }) => length >= minLength).flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
	return (text) => hidden.reduce((rest, secret) => rest.replaceAll(secret, '[SECRET]'), text);
}
