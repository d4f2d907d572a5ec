import { slowTest } from '../../test/support/slow-tests';
import { lintForms } from '../../bpmn/forms/lint-forms';
import { lintProcesses } from '../../bpmn/lint/lint-processes';
import { Random } from '../../test/contract/random/random';
import { openEvaluator } from '../../bpmn/feel/evaluator';
import { playCase } from '../../engine-adapter/cases/play-case';
import { checkTree } from '../tree/check-tree';
import { readTree } from '../tree/read-tree';
import type { PlanTree } from '../tree/plan-tree';
import { buildProcess } from './build-process';
import { playToEnd } from '../../test/support/plans/test-play';
import { randomTree } from '../../test/support/plans/test-trees';

const targets = ['8.6', '8.8'] as const;

/** Lists what Modeler or an engine would say about the files. */
async function lint(files: Array<{ name: string; content: string }>): Promise<string[]> {
	const [model, ...forms] = files;
	const { findings, formIds, formFields } = await lintForms(forms);
	const found = await Promise.all(targets.map((target) => lintProcesses([model!], { target, formIds, formFields })));
	return [...findings, ...found.flat()].map(({ elementId, rule, message }) => `${elementId}: ${rule}: ${message}`);
}

/** Lists the elements that the diagram lacks. */
function listUndrawn(content: string): string[] {
	const [model = '', diagram = ''] = content.split('<bpmndi:BPMNDiagram');
	const drawn = /<bpmn:(?:\w*[eE]vent|\w*[tT]ask|\w+Gateway|subProcess|callActivity|sequenceFlow) id="([^"]+)"/g;
	return [...model.matchAll(drawn)].flatMap(([, id]) => (diagram.includes(`bpmnElement="${id}"`) ? [] : [id!]));
}

async function judge(tree: PlanTree, seed: number): Promise<string[]> {
	const files = await buildProcess(tree);
	const again = await buildProcess(structuredClone(tree));
	const { outcome, incidents } = await playToEnd(tree, files, new Random(seed), seed % 2 === 0 ? '8.6' : '8.8');
	return [
		...(await lint(files)),
		...listUndrawn(files[0]!.content).map((id) => `${id}: not drawn`),
		...(JSON.stringify(again) === JSON.stringify(files) ? [] : ['another text the second time']),
		...(outcome === 'completed' ? [] : [outcome]),
		...incidents,
	];
}

describe('buildProcess', () => {
	slowTest('builds what is clean and drawn, the same each time, and reaches its end, of random trees', async () => {
		const problems: Array<[number, string[]]> = [];
		let accepted = 0;
		for (let seed = 1; seed <= 24; seed++) {
			const tree = randomTree(seed);
			if ((await checkTree(tree)).length > 0) continue;
			accepted++;
			const found = await judge(tree, seed);
			if (found.length > 0) problems.push([seed, found]);
		}
		expect(problems).toEqual([]);
		expect(accepted).toBeGreaterThan(12);
	}, 120_000);

	it('goes the default way where a decision is a value that nobody thought of (camunda/skills#97)', async () => {
		const decision = { name: 'decision', type: 'text', options: ['APPROVED', 'REJECTED'] };
		const end = (name: string) => [{ kind: 'end', name }];
		const branches = [
			{ name: 'approved', when: 'decision = "APPROVED"', do: end('Paid') },
			{ name: 'rejected', when: 'decision = "REJECTED"', do: end('Refused') },
		];
		const { tree } = readTree({ name: 'Claim', do: [{ kind: 'human', name: 'Decide', who: 'managers', writes: [decision] }, { kind: 'choice', name: 'Approved?', branches }] });
		const files = await buildProcess(tree!);
		for (const [value, ends] of [['APPROVED', 'paid'], ['approved', 'end'], [null, 'end']] as const) {
			const script = [{ name: 'completeUserTask' as const, parameters: { variables: { decision: value }, withoutForm: true } }];
			const { trace } = await playCase(files, { start: [{ processId: 'claim' }], script, autoComplete: true });
			expect(trace).toMatchObject({ outcome: 'completed', incidents: [], elements: { [ends]: { completed: 1 } } });
		}
	});

	it('tells an agent what the agents before it had read', async () => {
		const agent = (name: string, reads: string[]) => ({ kind: 'agent', name, agent: 'support', reads, writes: [`of${name}`] });
		const { tree } = readTree({ name: 'Chain', do: [agent('A', []), agent('B', ['ofA']), agent('C', ['ofA', 'ofB'])] });
		expect(await checkTree(tree!)).toEqual([]);
		const [model] = await buildProcess(tree!);
		expect(model!.content).toContain('<zeebe:input source="=originsOfA" target="origins" />');
		expect(model!.content).toContain('<zeebe:input source="=sensitivityOfA" target="sensitivity" />');
		const [, source] = /source="=([^"]+)" target="sensitivity" \/>(?![\s\S]*target="sensitivity")/.exec(model!.content)!;
		const labels = (a: unknown, b: unknown) =>
			openEvaluator('8.6').evaluate(source!, { lookUp: (name) => ({ sensitivityOfA: a, sensitivityOfB: b })[name], now: () => 0 }).value;
		expect(labels(null, null)).toBeNull();
		expect(labels({ class: ['secret'], trust: ['own'] }, null)).toEqual({ class: ['secret'], trust: ['own'] });
		expect(labels({ class: ['secret'] }, { class: ['secret', 'internal'], trust: ['partner'] })).toEqual({ class: ['secret', 'internal'], trust: ['partner'] });
	});
});
