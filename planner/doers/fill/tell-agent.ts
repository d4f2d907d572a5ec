import { parseExpression } from '../../../bpmn/feel/parser';
import { findSyntaxFault } from '../../../bpmn/feel/syntax-fault';
import { extractQuestionWords } from '../../../core/words/terms';
import { isPersonal } from '../../explain/personal-fields';
import { listFreeNames } from '../../tree/check/free-names';
import type { AgentStep, Field } from '../../tree/plan-tree';
import { conversationField, messageField } from './known-fields';

/** Fields that are long or say little to an agent, unless its step speaks of them. */
const rare: ReadonlyArray<Field['type']> = ['boolean', 'list'];

/** Checks for a step whose agent would get its instruction alone: it has no text that a variable is in, and reads nothing. */
export const isUntold = ({ message, reads = [] }: AgentStep): boolean => reads.length === 0 && !hasVariable(message);

function hasVariable(message: string | undefined): boolean {
	if (message === undefined) return false;
	return findSyntaxFault(message) !== undefined || listFreeNames(parseExpression(message)).size > 0;
}

/** Tells an agent of the data that its step is about, where the step does not say which. */
export function tellAgent(step: AgentStep, known: readonly Field[]): AgentStep {
	if (!isUntold(step)) return step;
	const reads = pickTold(step, known);
	return reads.length > 0 ? { ...step, reads } : step;
}

/** Picks a step's data: named fields, the first message, and data without a person; else all in scope. */
export function pickTold({ needs, name: title }: Pick<AgentStep, 'needs' | 'name'>, known: readonly Field[]): string[] {
	const isMentioned = findSaid({ needs, name: title });
	const fields = known.filter(({ name }) => name !== conversationField.name);
	const told = fields.filter(
		(field) => field.name === messageField.name || isMentioned(field) || (!rare.includes(field.type) && !isPersonal(field)),
	);
	return (told.length > 0 ? told : fields).map(({ name }) => name);
}

/** Returns a check for the fields that the words of a step name. */
export function findSaid({ needs, name: title }: Pick<AgentStep, 'needs' | 'name'>): (field: Field) => boolean {
	const said = new Set(extractQuestionWords(`${needs} ${title}`).flat());
	return ({ name, label = '' }) =>
		extractQuestionWords(`${spellOut(name)} ${label}`)
			.flat()
			.some((word) => said.has(word));
}

const spellOut = (name: string): string => name.replaceAll(/(?<=\p{Ll})(?=\p{Lu})/gu, ' ');
