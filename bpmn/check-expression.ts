/** Camunda's FEEL functions that the embedded FEEL library does not have: an expression that calls one would give null instead of a value. */
const missingFunctions = [
	'fromAi',
	'uuid',
	'from json',
	'trim',
	'is defined',
	'random number',
	'partition',
	'extract',
	'assert',
	'to base64',
	'last day of month',
	'get or else',
];
const callOfMissing = new RegExp(
	`(?<![\\p{L}\\p{N}_.])(${missingFunctions.map((name) => name.replaceAll(' ', '\\s+')).join('|')})\\s*\\(`,
	'u',
);
const maximumLength = 20_000;

/** What is wrong with a FEEL expression (given with its leading `=`), or nothing. */
export async function checkExpression(value: string): Promise<{ message: string; fix: string } | undefined> {
	const expression = value.slice(1);
	if (expression.trim() === '') return { message: 'the expression is empty', fix: 'Write a FEEL expression behind the "=".' };
	if (expression.length > maximumLength)
		return { message: `the expression is longer than ${maximumLength} characters`, fix: 'Shorten it.' };
	const missing = callOfMissing.exec(expression)?.[1];
	if (missing)
		return {
			message: `the FEEL function "${missing}" is not supported by the embedded engine`,
			fix: 'Use another function, or run it on Zeebe.',
		};
	const { evaluate, SyntaxError } = await import('feelin');
	try {
		evaluate(expression, {});
	} catch (error) {
		if (error instanceof SyntaxError)
			return { message: `"${shorten(expression)}" is not FEEL: ${error.message}`, fix: 'Correct the expression.' };
		// Anything else comes of evaluating without variables, which says nothing about the expression.
	}
	return undefined;
}

const shorten = (text: string): string => (text.length > 80 ? `${text.slice(0, 80)}…` : text);
