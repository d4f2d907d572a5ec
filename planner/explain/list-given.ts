import type { Plan } from '../plan';
import type { Task } from '../tree/plan-tree';

const maxGiven = 20;
const maxText = 300;

export function listCredentials(task: Task): string[] {
	if (task.kind === 'http') return task.credential === undefined ? [] : [task.credential];
	return task.kind === 'node' ? [...new Set(Object.values(task.credentials ?? {}))] : [];
}

export function listGiven(task: Task): string[] {
	if (task.kind === 'http')
		return [`${task.method} ${addressOf(task.url)}`, ...(task.body === undefined ? [] : [`body: ${task.body}`])].map(cut);
	if (task.kind !== 'node') return [];
	return Object.entries(task.parameters ?? {})
		.slice(0, maxGiven)
		.map(([name, value]) => cut(`${name}: ${typeof value === 'string' ? value : JSON.stringify(value)}`));
}

/** A query and a password can be secrets. */
const addressOf = (url: string): string => url.replace(/\?.*$/s, '').replace(/\/\/[^/@]*@/, '//');

const cut = (text: string): string => (text.length > maxText ? `${text.slice(0, maxText - 1)}…` : text);

export type Said = Partial<Pick<Plan, 'wish' | 'answers' | 'conversation'>>;

export const joinSaid = ({ wish = '', answers = {}, conversation = [] }: Said): string =>
	[wish, ...Object.values(answers), ...conversation.flatMap(({ from, text }) => (from === 'person' ? [text] : []))]
		.join('\n')
		.toLowerCase();

/** Returns the names that no person said: a model chose them. */
export function findUnsaid(names: readonly string[], plan: Said): string[] {
	const said = joinSaid(plan);
	return names.filter((name) => !hasWord(said, name.toLowerCase()));
}

/** Checks whether a text has a name as a whole: `erp` is not in `enterprise`. */
function hasWord(text: string, name: string): boolean {
	const isPart = (character = '') => /[\p{L}\p{N}_]/u.test(character);
	for (let at = text.indexOf(name); name !== '' && at >= 0; at = text.indexOf(name, at + 1))
		if (!isPart(text[at - 1]) && !isPart(text[at + name.length])) return true;
	return false;
}
