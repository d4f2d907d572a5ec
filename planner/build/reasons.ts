import type { Field } from '../tree/plan-tree';
import { wishWords } from '../wish/words';

export function findDecision(asks: readonly Field[]): Field | undefined {
	const [one, other] = asks.filter(({ type }) => type === 'boolean');
	const approves = (field: Field) => Object.values(wishWords).some((words) => words.approves.test(wordsOf(field)));
	return one && !other && approves(one) ? one : undefined;
}

const reasons = /(?<!\p{L})(?:reasons?|why|justif\p{L}*|motivos?|raz(?:ão|ao|ões))(?!\p{L})/u;

export const isReason = (field: Field): boolean => field.type === 'text' && field.required !== false && reasons.test(wordsOf(field));

/** `isApproved` is two words. */
const wordsOf = ({ name, label = '' }: Field): string => `${name.replaceAll(/(?=\p{Lu})/gu, ' ')} ${label}`.toLowerCase();

export function dropUnasked(asks: readonly Field[], values: Record<string, unknown>): Record<string, unknown> {
	const decision = findDecision(asks);
	if (!decision || values[decision.name] !== true) return values;
	const hidden = new Set(asks.filter(isReason).map(({ name }) => name));
	return Object.fromEntries(Object.entries(values).filter(([name]) => !hidden.has(name)));
}
