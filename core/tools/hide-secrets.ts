import type { Tool } from '../ports';

/** A shorter secret would match unrelated text. */
const minLength = 6;

/**
 * Wraps the tool so that its results and questions contain none of these secrets, since some servers repeat their input.
 * @param secrets or what returns those that were sent so far
 */
export function hideSecrets(tool: Tool, secrets: string[] | (() => string[])): Tool {
	const hide = (text: string) => hideIn(typeof secrets === 'function' ? secrets() : secrets)(text);
	return {
		...tool,
		async call(input, context) {
			const result = await tool.call(input, context);
			const { text, asks } = result;
			const questions = asks?.questions.map((one) => ({ ...one, question: hide(one.question) }));
			return { ...result, text: hide(text), ...(asks && questions && { asks: { ...asks, questions } }) };
		},
	};
}

/** Returns a function that removes these secrets from a text, also where it is JSON. */
export function hideIn(secrets: string[]): (text: string) => string {
	const hidden = secrets.filter(({ length }) => length >= minLength).flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
	return (text) => hidden.reduce((rest, secret) => rest.replaceAll(secret, '[SECRET]'), text);
}
