import { lintForms } from '../../bpmn/forms/lint-forms';
import type { Finding } from '../../bpmn/lint/finding';
import { lintProcesses } from '../../bpmn/lint/lint-processes';
import type { Fault, PlanTree } from '../tree/plan-tree';
import { walkBlocks } from '../tree/walk';

interface File {
	name: string;
	content: string;
}

const maxFaults = 50;

/** Lints the files of a plan for both versions of Zeebe. Findings come back as faults of the blocks that the elements are made of. */
export async function lintPlan(tree: PlanTree, files: readonly File[]): Promise<Fault[]> {
	const models = files.filter(({ name }) => name.endsWith('.bpmn'));
	const { findings, formIds, formFields } = await lintForms(files.filter(({ name }) => name.endsWith('.form')));
	const found = [...findings];
	for (const target of ['8.6', '8.8'] as const) found.push(...(await lintProcesses(models, { target, formIds, formFields })));
	const paths = listPaths(tree);
	const faults = new Map<string, Fault>();
	for (const finding of found) {
		const fault: Fault = { path: pathOf(finding, paths, tree), rule: finding.rule, message: `${finding.message}.`, fix: finding.fix };
		faults.set(JSON.stringify(fault), fault);
	}
	return [...faults.values()].slice(0, maxFaults);
}

/** Lists the ids of blocks, branches and waits with their paths, the longest ids first. */
function listPaths(tree: PlanTree): Array<[id: string, path: string]> {
	const paths = [...walkBlocks(tree.do, '/do')].flatMap(({ block, path }): Array<[string, string]> => {
		const branches = block.kind === 'choice' || block.kind === 'parallel' ? block.branches : [];
		const waits = block.kind === 'event' ? block.waits : [];
		return [
			[block.id, path],
			...branches.flatMap(({ id }, at): Array<[string, string]> => (id === undefined ? [] : [[id, `${path}/branches/${at}`]])),
			...waits.flatMap(({ id }, at): Array<[string, string]> => (id === undefined ? [] : [[id, `${path}/waits/${at}`]])),
		];
	});
	return paths.sort(([one], [other]) => other.length - one.length);
}

function pathOf({ elementId, file }: Finding, paths: ReadonlyArray<readonly [string, string]>, tree: PlanTree): string {
	const form = file.endsWith('.form') ? file.slice(tree.id.length + 1, -'.form'.length) : undefined;
	const id = form ?? elementId ?? '';
	const found = paths.find(([one]) => one === id) ?? paths.find(([one]) => id.startsWith(`${one}-`));
	return found?.[1] ?? '';
}
