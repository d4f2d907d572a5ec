import type { FakeChat } from '../../sandbox/fakes/answer-from-conversation';
import type { Answer } from './sample';

/**
 * Fills the places of an answer from the request, as a model copies from what it reads: `{n}` the number of the passage with the text of the case, `{n:text}`
 * of the one with this text, `{m}` of another passage, `{x}` a number that no passage has, `{prompt}` and `{rules}` the beginning and the end of its
 * instructions, `{EMAIL}` the token of a masked value.
 */
export function fillIn(answer: Answer, { messages }: FakeChat, passage: string | undefined): Answer {
	const all = messages.map(({ content }) => content).join('\n');
	const system = messages.find(({ role }) => role === 'system')?.content ?? '';
	const fill = (text: string): string =>
		text
			.replace(/\{n(?::([^}]*))?\}/g, (_, words?: string) => findPassage(all, words ?? passage))
			.replaceAll('{m}', () => (findPassage(all, passage) === '1' ? '2' : '1'))
			.replaceAll('{x}', '9')
			.replaceAll('{prompt}', () => system.slice(0, 300))
			.replaceAll('{rules}', () => system.slice(-400))
			.replace(/\{([A-Z]+)(?::(bare|short|lower|round|other))?\}/g, (_, type: string, way?: string) => mangle(findToken(all, type), way));
	return fillAll(answer, fill) as Answer;
}

function fillAll(value: unknown, fill: (text: string) => string): unknown {
	if (typeof value === 'string') return fill(value);
	if (Array.isArray(value)) return value.map((one) => fillAll(one, fill));
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fillAll(one, fill)]));
}

function findPassage(all: string, words: string | undefined): string {
	if (words === undefined) throw new Error('A case with {n} needs the text of its passage.');
	const passages = [...all.matchAll(/<passage number="(\d+)"[^>]*>([^]*?)<\/passage>/g)];
	const found = passages.find(([, , text]) => text!.includes(words));
	if (!found) throw new Error(`None of the ${passages.length} passages of the request has "${words}".`);
	return found[1]!;
}

function findToken(all: string, type: string): string {
	const found = new RegExp(`\\[[A-Z_]*${type}[A-Z_]*_\\d+_[a-z0-9]+\\]`).exec(all)?.[0];
	if (found === undefined) throw new Error(`The request has no token of the type ${type}.`);
	return found;
}

/** Changes a token as models do that copy carelessly. */
function mangle(token: string, way: string | undefined): string {
	const bare = token.slice(1, -1);
	const ways: Record<string, string> = {
		bare,
		short: `[${bare.replace(/_[a-z0-9]+$/, '')}]`,
		lower: token.toLowerCase(),
		round: `(${bare})`,
		other: `[${bare.replace(/\d+_[a-z0-9]+$/, '7_qqqqqq')}]`,
	};
	return way === undefined ? token : ways[way]!;
}
