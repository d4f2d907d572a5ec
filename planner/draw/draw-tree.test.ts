import fc from 'fast-check';
import { TroupeError } from '../../core/base/errors';
import { scriptedChatModel } from '../../sandbox/fakes/scripted-chat-model';
import type { Candidate, SlotValue } from '../plan';
import type { Fault, PlanTree } from '../tree/plan-tree';
import { type DrawingTools, drawTree } from './draw-tree';
import { type Drawn, writePrompt } from './write-prompt';

const { signal } = new AbortController();
const plan: Drawn = { wish: 'When a question arrives, answer it.', language: 'en', picture: {}, answers: {} };
const candidates: Candidate[] = [
	{ kind: 'agent', name: 'support@^1.2', purpose: 'Answers questions.', score: 1, reasons: [], risk: 'reads' },
];
const fault = (rule: string): Fault => ({ path: '/do/0', rule, message: rule, fix: `mend ${rule}` });

/** Reads what is a tree already; the real reading repairs more. A step that is named `bad` has a fault. */
const tools: DrawingTools = {
	read: (value) => {
		const {
			id = 'plan',
			name,
			purpose = '',
			language = 'en',
			trigger = { kind: 'manual' },
			inputs = [],
			do: blocks,
		} = value as Partial<PlanTree>;
		if (!Array.isArray(blocks) || blocks.length === 0) return { faults: [fault('empty')], doubts: [], repaired: [] };
		return { tree: { id, name: name ?? '', purpose, language, trigger, inputs, do: blocks }, faults: [], doubts: [], repaired: [] };
	},
	check: (tree) => Promise.resolve(tree.do.filter(({ name }) => name === 'bad').map(() => fault('bad-step'))),
};
const step = (name: string, more: object = {}) => ({ kind: 'agent', id: name, name, needs: 'answer', ...more });
const write = (...blocks: object[]) =>
	JSON.stringify({ name: 'Answer', purpose: 'Answers.', trigger: { kind: 'manual' }, inputs: [], do: blocks });
const draw = (...answers: Parameters<typeof scriptedChatModel>) => {
	const model = scriptedChatModel(...answers);
	return drawTree(plan, candidates, model, tools, signal).then((drawing) => ({ ...drawing, requests: model.requests }));
};
const person = (name: string, who: string, writes: object[] = []) => ({ kind: 'human', id: 'look', name, who, writes });
const listNames = (tree: PlanTree | undefined) => tree?.do.map(({ name }) => name);

it('draws in one round what has no fault', async () => {
	const { tree, faults, rounds } = await draw(write(step('good', { agent: 'support' })));
	expect([listNames(tree), faults, rounds]).toEqual([['good'], [], 1]);
});

it.each([
	['in a fence with words around it', `Here is the plan:\n\`\`\`json\n${write(step('good'))}\n\`\`\`\nIs that fine?`],
	['with slips of JSON', write(step('good')).replace('}]', '},]')],
	['as a dictionary of Python', write(step('good')).replaceAll('"', "'")],
	['in an object of its own', JSON.stringify({ plan: JSON.parse(write(step('good'))) as object })],
	['as the list alone', JSON.stringify([step('good')])],
	['as a script with the next words of the person', `Assistant: ${write(step('good'))}\nUser: thanks`],
])('reads a tree %s', async (_, answer) => {
	const { tree, rounds } = await draw(answer);
	expect([listNames(tree), rounds]).toEqual([['good'], 1]);
});

it('tells the model its faults by path, rule and fix, and takes the corrected tree (czlonkowski/n8n-mcp#68)', async () => {
	const { tree, faults, rounds, requests } = await draw(write(step('bad')), write(step('good')));
	expect([listNames(tree), faults, rounds]).toEqual([['good'], [], 2]);
	const messages = requests[1]!.messages;
	expect(messages.map(({ role }) => role)).toEqual(['system', 'user', 'assistant', 'user']);
	expect(messages[3]!.content).toContain('{"path":"/do/0","rule":"bad-step","message":"bad-step","fix":"mend bad-step"}');
});

it('takes out agents and nodes that no candidate is, also deep in the tree, and leaves what they have to do (n8n-io/n8n#14775)', async () => {
	const node = { kind: 'node', id: 'post', name: 'Post', needs: 'post', node: 'n8n-nodes-base.magic', parameters: { resource: 'spell' } };
	const strange = { kind: 'unsupported', id: 'pay', name: 'Pay', needs: 'pay', reason: 'a kind that does not exist', alternatives: [] };
	const branch = { name: 'a', when: 'x', do: [step('deep', { agent: 'wizard@1' }), step('known', { agent: 'support@^1' })] };
	const choice = { kind: 'choice', id: 'c', name: 'Which?', branches: [branch], otherwise: { name: 'b', do: [] } };
	const { tree, faults, rounds } = await draw(write(choice, node, strange));
	expect([faults, rounds]).toEqual([[], 1]);
	expect(JSON.stringify(tree)).not.toMatch(/wizard|magic|spell|unsupported/);
	expect(tree?.do.slice(1)).toEqual([
		{ kind: 'node', id: 'post', name: 'Post', needs: 'post' },
		{ kind: 'node', id: 'pay', name: 'Pay', needs: 'pay' },
	]);
	expect(JSON.stringify(tree)).toContain('"agent":"support@^1"');
});

it('puts in what was answered and the model left out, once', async () => {
	const picture: Drawn['picture'] = {
		trigger: { text: 'Every day at 9', from: 'answer' },
		approvals: { text: 'Yes, the manager', from: 'answer' },
	};
	const pay = { kind: 'node', id: 'pay', name: 'Pay the bill', needs: 'pay' };
	const { tree } = await drawTree({ ...plan, picture }, [], scriptedChatModel(write(step('first'), pay)), tools, signal);
	expect(tree?.trigger).toEqual({ kind: 'timer', at: '0 0 9 * * *' });
	expect(listNames(tree)).toEqual(['first', 'Approve: Pay the bill', 'Approved?', 'Pay the bill']);
	const again = await drawTree({ ...plan, picture }, [], scriptedChatModel(JSON.stringify(tree)), tools, signal);
	expect(listNames(again.tree)).toEqual(listNames(tree));
});

it('tells the model what a person left to it, and no step that was only supposed', () => {
	const asked = { from: 'supposed' as const, question: 'Well?' };
	const picture: Drawn['picture'] = {
		...{ approvals: { ...asked, text: 'Yes, the manager', isLeft: true }, exceptions: { ...asked, text: 'A person takes over' } },
		...{ actors: { ...asked, text: 'Team' }, systems: { ...asked, text: 'Any that fits' } },
	};
	const [, user] = writePrompt({ ...plan, picture, answers: { systems: 'Any that fits' } }, []);
	expect(user!.content.match(/^- .*$/gm)).toEqual(['- Approvals: Yes, the manager', '- People: Team (?)']);
});

it.each<[string, SlotValue, object[]]>([
	['was only supposed', { text: 'Yes, the manager', from: 'supposed' }, []],
	['is a decision of the tree', { text: 'Yes', from: 'answer' }, [person('Look at it', 'boss', [{ name: 'ok', type: 'boolean' }])]],
	['is a choice of the tree', { text: 'Yes', from: 'answer' }, [person('Look', 'boss', [{ name: 'way', type: 'text', options: ['a'] }])]],
	['is of a person who does a step', { text: 'A partner.', from: 'answer' }, [person('Turn it down', 'partner')]],
])('puts in no approval that %s', async (_, approvals, before) => {
	const blocks = [...before, { kind: 'node', id: 'pay', name: 'Pay the bill', needs: 'pay' }];
	const { tree, supposed } = await drawTree({ ...plan, picture: { approvals } }, [], scriptedChatModel(write(...blocks)), tools, signal);
	expect(tree?.do).toEqual(blocks);
	expect(supposed).toEqual([]);
});

it('keeps the best tree of three rounds, and then fails with what is wrong', async () => {
	const { tree, faults, rounds, requests } = await draw(write(step('bad'), step('bad')), write(step('bad')), 'I cannot do better.');
	expect([listNames(tree), faults.map(({ rule }) => rule), rounds, requests.length]).toEqual([['bad'], ['bad-step'], 3, 3]);
});

it('closes an answer that was cut, tells it, and prefers a whole one', async () => {
	const whole = write(step('one'), step('two'), step('three'));
	const cut = { text: whole.slice(0, whole.indexOf('three') - 20), finish: 'length' as const };
	const { tree, faults, requests } = await draw(cut, whole);
	expect([listNames(tree), faults]).toEqual([['one', 'two', 'three'], []]);
	expect(requests[1]!.messages.at(-1)!.content).toContain('"rule":"cut"');
	const only = await draw(cut, cut, cut);
	expect([listNames(only.tree), only.faults.map(({ rule }) => rule)]).toEqual([['one', 'two'], ['cut']]);
});

it('draws lines without a model, and says of prose that nobody understood it', async () => {
	const lines = await drawTree({ ...plan, wish: 'ask an agent: answer it\nMaria files it' }, candidates, undefined, tools, signal);
	expect([listNames(lines.tree), lines.rounds, lines.supposed]).toEqual([['Answer it', 'Maria files it', 'Done'], 0, []]);
	const prose = await drawTree(plan, candidates, undefined, tools, signal);
	expect(listNames(prose.tree)).toEqual(['When a question arrives, answer it', 'Done']);
	expect(prose.supposed).toEqual([expect.stringContaining('Configure a model')]);
});

it('says which answers only a model heeds', async () => {
	const picture: Drawn['picture'] = { systems: { text: 'the ERP', from: 'answer' } };
	expect((await drawTree({ ...plan, picture }, [], undefined, tools, signal)).undrawn).toEqual([{ text: 'the ERP', isTask: true }]);
});

it('fails where a model writes prose three times (agiresearch/AIOS#238)', async () => {
	const { tree, faults, rounds } = await draw('Sure!', 'First, you answer.', '');
	expect([tree, faults.map(({ rule }) => rule), rounds]).toEqual([undefined, ['unreadable'], 3]);
});

it('names first how a contradiction was taken that nobody answered', async () => {
	const approvals = { text: 'Yes', from: 'supposed' as const, question: 'Does a person approve?', isConflict: true };
	const picture = { actors: { text: 'Team', from: 'supposed' as const }, approvals };
	const { supposed } = await drawTree({ ...plan, picture }, [], undefined, tools, signal);
	expect(supposed.slice(1)).toEqual(['Contradiction: Does a person approve? Taken: Yes', 'People: Team']);
});

it('fails with the errors of the model, and stops when it is cancelled', async () => {
	await expect(draw(new TroupeError({ code: 'MODEL_RATE_LIMITED', message: 'slow down' }))).rejects.toMatchObject({
		code: 'MODEL_RATE_LIMITED',
	});
	await expect(drawTree(plan, [], scriptedChatModel(''), tools, AbortSignal.abort())).rejects.toMatchObject({ code: 'CANCELLED' });
});

it('writes a prompt that fits a window of 8,000 tokens, with words of others between marks', () => {
	const many = Array.from({ length: 200 }, (_, at): Candidate => ({ ...candidates[0]!, name: `agent-${at}`, purpose: 'x'.repeat(5_000) }));
	for (const language of ['en', 'pt'] as const) {
		const long: Drawn = {
			wish: 'Ação </wish-1> '.repeat(4_000),
			language,
			picture: { limits: { text: 'y'.repeat(9_000), from: 'answer' } },
			answers: {},
		};
		const [system, user] = writePrompt(long, many);
		expect(system!.content.length + user!.content.length).toBeLessThan(17_000);
		const [, offered] = /^<(candidates-[0-9a-f]{8})>/.exec(user!.content)!;
		expect(system!.content).toContain(offered);
		expect(user!.content.match(/^agent agent-/gm)).toHaveLength(30);
	}
});

it('reads any answer without an error', async () => {
	const junk = fc.oneof(fc.json(), fc.string(), fc.constantFrom('{"do":[', '[[[[', '{"do":[{"kind":"agent"}', '```json\n{"steps": [{'));
	await fc.assert(
		fc.asyncProperty(junk, async (text) => {
			const { tree, faults, rounds, requests } = await draw(text, text, text);
			// It goes on with blocks that were read, or fails with what is wrong.
			expect(tree ? tree.do.length : faults.length).toBeGreaterThan(0);
			expect(requests).toHaveLength(rounds);
			expect(rounds).toBeLessThanOrEqual(3);
		}),
		{ numRuns: 60 },
	);
});
