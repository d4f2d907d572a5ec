import { lintForms } from '../../bpmn/forms/lint-forms';
import { lintProcesses } from '../../bpmn/lint/lint-processes';
import { Random } from '../../engine-adapter/contract/random/random';
import { checkTree } from '../tree/check-tree';
import type { PlanTree } from '../tree/plan-tree';
import { buildProcess } from './build-process';
import { playToEnd } from './test-play';
import { randomTree } from './test-trees';

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
	it('builds what is clean and drawn, the same each time, and reaches its end, of random trees', async () => {
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
});
