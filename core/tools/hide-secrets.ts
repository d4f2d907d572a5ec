import type { Tool } from '../ports/tools/tools';

/** A shorter secret would match unrelated text. */
const minLength = 6;

/** Cleans results and questions: some servers repeat their input. @param secrets or a function that returns the sent ones */
export function hideSecrets(tool: Tool, secrets: string[] | (() => string[])): Tool {
	const hide = (text: string) => hideIn(typeof secrets === 'function' ? secrets() : secrets)(text);
	return {
		...tool,
		async call(input, context) {
			const result = await tool.call(input, context);
			const { text, structured, said, asks } = result;
			const questions = asks?.questions.map((one) => ({ ...one, question: hide(one.question) }));
			return {
				...result,
				text: hide(text),
				...(structured && { structured: hide(structured) }),
				...(said && { said: hide(said) }),
				...(asks && questions && { asks: { ...asks, questions } }),
			};
		},
	};
}

/** Finds secrets also as JSON, JSON in JSON, in an address, and as base64 or hex. */
export function hideIn(secrets: string[]): (text: string) => string {
	const hidden = [...new Set(secrets.filter(({ length }) => length >= minLength).flatMap(spell))].sort(
		(one, other) => other.length - one.length,
	);
	return (text) => hidden.reduce((rest, secret) => rest.replaceAll(secret, '[SECRET]'), text);
}

function spell(secret: string): string[] {
	const once = JSON.stringify(secret).slice(1, -1);
	const percent = encodeURIComponent(secret.toWellFormed());
	const hex = Buffer.from(secret).toString('hex');
	return [
		secret,
		once,
		JSON.stringify(once).slice(1, -1),
		percent,
		percent.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
		percent.replaceAll('%20', '+'),
		hex,
		hex.toUpperCase(),
		...[0, 1, 2].flatMap((offset) => encodeInside(secret, offset)),
	];
}

/** Part of base64 that depends on the secret alone, after `offset` bytes. */
function encodeInside(secret: string, offset: number): string[] {
	const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
	const inside = bytes.toString('base64').slice(Math.ceil((offset * 8) / 6), Math.floor((bytes.length * 8) / 6));
	return [inside, inside.replaceAll('+', '-').replaceAll('/', '_')];
}
