import type { RunStep } from '../../agents/loop/trail/list-steps';
import type { Tool, ToolContext, ToolResult } from '../../ports/tools/tools';
import { carryTool } from '../traffic/carry';
import { type CaseScope, withinCase } from '../traffic/traffic';
import { listCut, type RunForCase, toCase } from './case-of-run';

const called = (given: object, text: string, more: object = {}) =>
	({
		...{ kind: 'tool', callId: text, tool: 'order', outcome: 'ok', characters: text.length, text, arguments: given },
		...{ startedAt: '', durationMs: 1, ...more },
	}) as RunStep;

const run = (steps: RunStep[], more: Partial<RunForCase> = {}): RunForCase => ({
	...{ runId: 'r', message: 'Where is it?', steps, ending: { kind: 'reply', reply: '' } as unknown as RunForCase['ending'] },
	...more,
});

/** Makes calls in a case of the run. @returns the answers, and how often the tool itself was called */
async function callIn(of: RunForCase, ...inputs: Array<Record<string, unknown>>) {
	const { tools = [], perform } = toCase(of, 'one', {}).fixtures ?? {};
	const call = jest.fn<Promise<ToolResult>, []>(async () => ({ kind: 'ok', text: 'the real one' }));
	const tool = carryTool({ name: 'order', call } as unknown as Tool, 'clerk');
	const scope = {
		fixtures: [...tools],
		perform,
		traffic: { exchange: (_asked: unknown, live: () => unknown) => live() },
	} as unknown as CaseScope;
	const answer = async (input: Record<string, unknown>) => {
		const result = await withinCase(scope, () => tool.call(input, {} as ToolContext)).catch((error: Error) => ({ text: error.message }));
		return result.text;
	};
	const answers: string[] = [];
	for (const input of inputs) answers.push(await answer(input));
	return [answers, call.mock.calls.length];
}

test('a call that was made again gets what it got then, and one without arguments takes none of the others', async () => {
	const steps = [called({}, 'all'), called({ id: 1 }, 'down', { outcome: 'error' }), called({ id: 1 }, 'sent'), called({ id: 2 }, 'lost')];
	const inputs = [{ id: 1 }, { id: 2 }, {}, { id: 1 }, { id: 1 }];
	expect(await callIn(run(steps), ...inputs)).toEqual([['down', 'lost', 'all', 'sent', 'sent'], 0]);
});

test('what was kept masked answers in order, whatever the arguments, and no other tool is performed', async () => {
	const steps = [called({ cpf: '[CPF_1]' }, 'sent'), called({ cpf: '[CPF_2]' }, 'lost')];
	const masked = run(steps, { kept: 'masked' });
	expect(await callIn(masked, { cpf: '111.444.777-35' }, { cpf: '1' })).toEqual([['sent', 'lost'], 0]);
	expect(await callIn(run([], { kept: 'masked' }), {})).toEqual([[expect.stringContaining('no fixture')], 0]);
	const search = called({}, 'found', { tool: 'search', search: {} });
	expect(toCase(run([search], { kept: 'masked' }), 'one', {}).fixtures).toEqual({ perform: ['search'] });
});

test('says which texts were cut', () => {
	const steps = [called({}, 'long…', { characters: 9_000 }), called({}, 'short')];
	expect(listCut(run(steps, { kept: 'masked', message: 'My…' }))).toEqual(['the message', 'what order answered']);
	expect(listCut(run(steps))).toEqual([]);
});
