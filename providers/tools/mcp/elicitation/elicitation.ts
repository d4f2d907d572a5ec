import { createHash } from 'node:crypto';
import type { Language } from '../../../../core/base/text/languages';
import type { ToolAnswers, ToolQuestions } from '../../../../core/ports/tools/tools';
import type { CompileForm } from '../mcp-server';
import { describeField, listChoices, listFields, toFieldValue } from './form-field';

export interface Elicitation {
	message: string;
	requestedSchema: Record<string, unknown>;
}

export type ElicitationAnswer = { action: 'accept'; content: Record<string, never> } | { action: 'decline' | 'cancel' };

/** Reads `elicitation/create`; undefined for anything but a form. */
export function readElicitation(params: unknown): Elicitation | undefined {
	const { mode, message, requestedSchema } = (params ?? {}) as Record<string, unknown>;
	const isForm = (mode === undefined || mode === 'form') && typeof message === 'string' && typeof requestedSchema === 'object';
	return isForm && requestedSchema ? { message, requestedSchema: requestedSchema as Elicitation['requestedSchema'] } : undefined;
}

export const identifyElicitation = ({ message, requestedSchema }: Elicitation): string =>
	createHash('sha256')
		.update(JSON.stringify([message, requestedSchema]))
		.digest('base64url');

/** A form without fields becomes a yes/no question. */
export function toQuestions(
	key: string,
	{ message, requestedSchema }: Elicitation,
	{ who, language, problem }: { who: string; language?: Language; problem?: string },
): ToolQuestions['questions'] {
	const isPt = language === 'pt';
	const wrong = problem === undefined ? [] : [isPt ? `A resposta não serve: ${problem}.` : `The answer does not fit: ${problem}.`];
	const above = [...wrong, `${who}: ${message}`];
	const fields = listFields(requestedSchema);
	if (fields.length === 0) return [{ name: `${key}.0`, question: above.join('\n'), choices: isPt ? ['sim', 'não'] : ['yes', 'no'] }];
	const decline = isPt ? 'Para recusar, responda com um traço (-).' : 'To decline, answer with a dash (-).';
	return fields.map((field, index) => {
		const choices = field.schema.type === 'array' ? undefined : listChoices(field, language)?.map(({ title }) => title);
		const canChoose = choices && choices.length <= maxChoices && field.isRequired;
		const options = choices && !canChoose ? [choices.join(', ')] : [];
		return {
			name: `${key}.${index}`,
			question: [...above, describeField(field, language), ...options, decline].join('\n'),
			...(canChoose && { choices: [...choices, '-'] }),
		};
	});
}

const maxChoices = 19;

/** @returns the problem if answers do not fit the form */
export async function readAnswer(
	key: string,
	{ requestedSchema }: Elicitation,
	{ values }: ToolAnswers,
	compileForm: CompileForm,
): Promise<ElicitationAnswer | { problem: string }> {
	const fields = listFields(requestedSchema);
	const said = (fields.length === 0 ? [undefined] : fields).map((_, index) => values[`${key}.${index}`] ?? null);
	if (said.includes(null)) return { action: 'cancel' };
	if (said.some((one) => one!.trim() === '-')) return { action: 'decline' };
	if (fields.length === 0) return /^(yes|sim|y|s)$/i.test(said[0]!.trim()) ? { action: 'accept', content: {} } : { action: 'decline' };
	const entries = fields.map((field, index) => [field.name, toFieldValue(field, said[index]!)] as const);
	const content = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
	const findProblem = await compileForm({ ...requestedSchema, type: 'object' });
	const problem = findProblem(content);
	return problem === undefined ? { action: 'accept', content: content as Record<string, never> } : { problem };
}
