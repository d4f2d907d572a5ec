import { listDifferences } from '../../engine-adapter/cases/match-trace';
import { parseCaseFile } from '../../engine-adapter/cases/parse-process-case';
import { playCase } from '../../engine-adapter/cases/play-case';
import { buildProcess } from '../build/build-process';
import type { Plan } from '../plan';
import { checkTree } from '../tree/check-tree';
import type { Block, Choice, Field, HumanStep, PlanTree } from '../tree/plan-tree';
import { provePlan } from './prove-plan';
import { slowTest } from '../../test/support/slow-tests';

const now = Date.parse('2026-11-30T12:00:00Z');
const { signal } = new AbortController();

const person = (id: string, ...writes: Field[]): HumanStep => ({
	kind: 'human',
	id,
	name: id,
	who: 'team',
	...(writes.length > 0 && { writes }),
});
const ok: Field = { name: 'ok', type: 'boolean' };
const choice = (...branches: Array<[when: string, then: string]>): Choice => ({
	...{ kind: 'choice', id: 'choice', name: 'Which?', otherwise: { name: 'no', do: [] } },
	branches: branches.map(([when, then]) => ({ name: then, when, do: [person(then)] })),
});
const plan = (steps: Block[], inputs: Field[] = [], trigger: PlanTree['trigger'] = { kind: 'form' }): PlanTree => ({
	...{ id: 'plan', name: 'Plan', purpose: 'It is proved.', language: 'en', trigger, inputs, do: steps },
});

async function proveBuilt(tree: PlanTree) {
	expect(await checkTree(tree)).toEqual([]);
	const files = await buildProcess(tree);
	const proved = await provePlan(tree, files, now, signal);
	expect(proved.proof).toMatchObject({ passed: true, missed: [] });
	expect(proved.proof.cases.filter(({ passed }) => !passed)).toEqual([]);
	return { files, ...proved, reached: proved.proof.cases.flatMap((one) => one.reached) };
}

/** Plays the cases as they are written to a file, at another time. */
async function replay({ files, cases }: { files: NonNullable<Plan['files']>; cases: NonNullable<Plan['cases']> }, at: number) {
	const replayed = await parseCaseFile(
		JSON.stringify({ files: files.map(({ name }) => name), cases: cases.map((one) => one.case) }),
		'file',
	);
	const clock = Date.now;
	Date.now = () => at;
	try {
		const different: unknown[] = [];
		for (const { processCase, expect: expected } of replayed)
			different.push(...listDifferences(expected, (await playCase(files, processCase)).trace));
		return different;
	} finally {
		Date.now = clock;
	}
}

it('goes the first way that holds, where several do (camunda/camunda-docs#7682)', async () => {
	const amount: Field = { name: 'amount', type: 'number' };
	const { cases, reached } = await proveBuilt(
		plan([choice(['amount > 1000', 'director'], ['amount > 500', 'manager'], ['amount > 0', 'clerk'])], [amount]),
	);
	expect(reached).toEqual(['/do/0/branches/0', '/do/0/branches/1', '/do/0/branches/2', '/do/0/otherwise']);
	const amounts = cases.map((one) => (one.case as { start: { variables: { amount: number } } }).start.variables.amount);
	expect(amounts.map((one) => [one > 1000, one > 500, one > 0])).toEqual([
		[true, true, true],
		[false, true, true],
		[false, false, true],
		[false, false, false],
	]);
});

slowTest('writes cases that hold on any later day (xsist10/cadfael#113, GoogleChrome/chromium-dashboard#3966)', async () => {
	const due: Field = { name: 'due', type: 'date' };
	const steps = [choice(['date(due) < today()', 'late'], ['date(due) < today() + duration("P5D")', 'soon'])];
	for (const [inputs, trigger] of [
		[[due], { kind: 'form' }],
		[[], { kind: 'timer', at: '0 0 9 * * *' }],
		[[], { kind: 'timer', at: '2026-12-24T18:00:00Z' }],
	] as const) {
		const proved = await proveBuilt(plan(inputs.length > 0 ? steps : [person('report')], [...inputs], trigger));
		for (const days of [0.3, 40, 4_000]) expect(await replay(proved, now + days * 86_400_000)).toEqual([]);
	}
});

it('proves a plan that begins with a form and then waits for a person at once (FlowiseAI/Flowise#5107)', async () => {
	const { reached } = await proveBuilt(plan([person('approve', ok), choice(['ok', 'go'])], [{ name: 'request', type: 'text' }]));
	expect(reached).toEqual(['/do/1/branches/0', '/do/1/otherwise']);
});

it('refuses a choice by a value that nothing sets, before anything is proved (pbinitiative/zenbpm#473)', async () => {
	expect(await checkTree(plan([choice(['approval = true', 'go'])]))).toMatchObject([
		{ path: '/do/0/branches/0/when', rule: 'unknown-variable', message: expect.stringContaining('"approval"') as string },
	]);
});

it('waits for the long branch of a parallel block after the short one is done (bpmn-io/bpmn-js-token-simulation#46)', async () => {
	const pause: Block = { kind: 'event', id: 'pause', name: 'Pause', waits: [{ on: { kind: 'timer', duration: 'P2D' } }] };
	const branches = [{ do: [person('short')] }, { do: [person('long'), pause, person('longer')] }];
	const { cases } = await proveBuilt(plan([{ kind: 'parallel', id: 'both', name: 'Both', branches }, person('last')]));
	expect(cases).toMatchObject([{ case: { expect: { elements: { longer: { completed: 1 }, last: { completed: 1 } } } } }]);
});

slowTest(
	'goes a loop once, again and to its limit, and ends (camunda/camunda-modeler-token-simulation-plugin#56, camunda-community-hub/bpmn-driven-testing#180)',
	async () => {
		const loop: Block = { kind: 'loop', id: 'loop', name: 'Loop', until: 'ok', limit: 3, do: [person('enter', ok)] };
		const { reached, cases } = await proveBuilt(plan([loop]));
		expect(reached).toEqual(['/do/0/until', '/do/0/again', '/do/0/limit']);
		const answers = cases.map((one) => (one.case as { script: Array<{ completeUserTask: { variables: { ok: boolean } } }> }).script);
		expect(answers.map((script) => script.map(({ completeUserTask }) => completeUserTask.variables.ok))).toEqual([
			[true],
			[false, true],
			[false, false, false],
		]);
	},
);

it.each([true, false])(
	'plays the task of a person for each entry, at the same time: %s (camunda/camunda-modeler#5353)',
	async (together) => {
		const loop: Block = { kind: 'loop', id: 'each', name: 'Each', each: 'items', as: 'one', limit: 4, together, do: [person('look', ok)] };
		const { reached } = await proveBuilt(plan([loop], [{ name: 'items', type: 'list' }]));
		expect(reached).toEqual(['/do/0/each', '/do/0/limit']);
	},
);

slowTest(
	'plays what is done for entries where the list can be empty, and finds its fault (smart-data-lake/smart-data-lake#226)',
	async () => {
		const loop: Block = {
			kind: 'loop',
			id: 'each',
			name: 'Each',
			each: 'items',
			as: 'one',
			limit: 4,
			do: [person('look', ok), choice(['ok', 'go'])],
		};
		const tree = plan([loop], [{ name: 'items', type: 'list', required: false }]);
		const { files, reached } = await proveBuilt(tree);
		expect(reached).toContain('/do/0/none');
		const broken = files.map(({ name, content }) => ({
			name,
			content: content.replace(/(<bpmn:conditionExpression[^>]*>)=[^<]*/, '$1=false'),
		}));
		const { proof } = await provePlan(tree, broken, now, signal);
		expect(proof).toMatchObject({
			passed: false,
			cases: expect.arrayContaining([{ name: 'Each: an empty list', passed: true, reached: ['/do/0/none'] }]) as unknown,
		});
		expect(proof.cases.find(({ name }) => name === 'The usual way')!.problem).toContain('Which?');
	},
);
