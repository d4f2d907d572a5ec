import { readTree } from '../tree/read-tree';
import { supposeLimits } from './suppose-limits';

const loop = (more: object) => ({
	kind: 'loop',
	name: 'Ask again',
	do: [{ kind: 'human', name: 'Ask', who: 'a' }],
	until: 'done',
	...more,
});
const suppose = (more: object, wish: string, language = 'en') =>
	supposeLimits(readTree({ name: 'P', language, do: [loop(more)] }).tree!, { wish });

it.each([
	['left out', {}, 'Ask until it is done.', '“Ask again” is repeated at most 10 times: nobody said how often.'],
	[
		'chosen by a model',
		{ limit: 3, onLimit: [{ kind: 'end', name: 'Given up' }] },
		'Ask until it is done, for 3 days.',
		'“Ask again” is repeated at most 3 times, then “Given up”: nobody said how often.',
	],
])('says how often a loop is repeated where the limit was %s', (_, more, wish, told) => {
	expect(suppose(more, wish)).toEqual([told]);
});

it.each([
	[3, 'Ask three times within 2 days.'],
	[2, 'Remind them twice.'],
	[3, 'After the third call, give up.'],
	[5, 'At most 5 rounds.'],
	[3, 'Tente até três vezes.'],
	[20, 'No máximo vinte tentativas.'],
])('says nothing of a limit of %s that was said: %s', (limit, wish) => {
	expect(suppose({ limit }, wish)).toEqual([]);
});

it('speaks the language of the plan, and takes answers and changes for what was said', () => {
	expect(suppose({ limit: 1 }, '1.000 pedidos', 'pt')).toEqual(['“Ask again” se repete no máximo 1 vez: ninguém disse quantas.']);
	const { tree } = readTree({ name: 'P', do: [loop({ limit: 4 })] });
	const line = { text: 'Four times at most', at: '2026-01-01T00:00:00Z' };
	expect(supposeLimits(tree!, { wish: '', conversation: [{ ...line, from: 'planner' }] })).toHaveLength(1);
	expect(supposeLimits(tree!, { wish: '', conversation: [{ ...line, from: 'person' }] })).toEqual([]);
	expect(supposeLimits(tree!, { wish: '', answers: { limits: '4' } })).toEqual([]);
});
