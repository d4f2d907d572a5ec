import type { Workflow } from 'n8n-workflow';

/**
 * Escapes texts that n8n would evaluate as expressions (starting with `=`): a customer's message must not read what expressions can
 * (docs/decisions/jobs/0141).
 */
export function toLiterals(value: unknown): unknown {
	if (typeof value === 'string') return value.startsWith('=') ? `={{ "${[...value].map(escapeCharacter).join('')}" }}` : value;
	if (Array.isArray(value)) return value.map(toLiterals);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toLiterals(inner)]));
}

/** Brackets would end the expression, quotes the text. */
const escapeCharacter = (character: string): string =>
	/[\w ]/.test(character)
		? character
		: Array.from({ length: character.length }, (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`).join('');

type Evaluator = { resolveSimpleParameterValue(value: unknown, ...rest: unknown[]): unknown };

/**
 * Also escapes expressions in `data` that SQL and HTML nodes evaluate themselves. @param trusted the designer's parameters, whose expressions are
 * evaluated
 */
export function guardExpressions(workflow: Workflow, data: unknown, trusted: unknown): void {
	const suspects = listTexts(data).filter((text) => text.includes('{{'));
	if (suspects.length === 0) return;
	const designed = listTexts(trusted);
	const evaluator = workflow.expression as unknown as Evaluator;
	const evaluate = evaluator.resolveSimpleParameterValue.bind(evaluator);
	evaluator.resolveSimpleParameterValue = (value, ...rest) => {
		const expression = typeof value === 'string' && value.startsWith('=') ? value.slice(1) : undefined;
		const has = (text: string) => text.includes(expression!);
		return expression !== undefined && suspects.some(has) && !designed.some(has) ? expression : evaluate(value, ...rest);
	};
}

function listTexts(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listTexts) : [];
}
