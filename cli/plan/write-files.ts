import { dirname, join } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import type { Workflow } from '../../planner/n8n/canvas';
import { toWorkflow } from '../../planner/n8n/to-workflow';
import type { PlanTree } from '../../planner/tree/plan-tree';
import type { Plan } from '../../planner/plan';
import { writeStandIns } from '../../planner/prove/stand-ins';
import { makeFolder, replaceFile } from '../terminal/replace-file';

export interface FileOptions {
	bpmn?: string;
	/** A folder for the files and their cases. */
	cases?: string;
	workflow?: string;
}

const ownerOnly = 0o600;

/** Readable by the owner alone from the first byte on. @returns the paths */
export function writeFiles(plan: Plan, { bpmn, cases, workflow }: FileOptions): string[] {
	const { files = [] } = plan;
	const written: string[] = [];
	const write = (path: string, content: string): void => {
		replaceFile(path, content, ownerOnly);
		written.push(path);
	};
	if (bpmn !== undefined) {
		makeFolder(dirname(bpmn));
		for (const { name, content } of files) write(name.endsWith('.bpmn') ? bpmn : join(dirname(bpmn), safe(name)), content);
	}
	if (cases !== undefined) {
		makeFolder(cases);
		const standIns = plan.tree ? writeStandIns(plan.tree) : [];
		for (const { name, content } of [...files, ...standIns]) write(join(cases, safe(name)), content);
		const document = { cases: (plan.cases ?? []).map((one) => one.case) };
		if (document.cases.length > 0 && plan.tree) write(join(cases, `${safe(plan.tree.id)}.case.json`), JSON.stringify(document, null, '\t'));
	}
	if (workflow !== undefined && plan.tree) {
		makeFolder(dirname(workflow));
		write(workflow, JSON.stringify(makeWorkflow(plan.tree), null, '\t'));
	}
	return written;
}

/** @throws TroupeError NOT_SUPPORTED for a plan that waits */
function makeWorkflow(tree: PlanTree): Workflow {
	const { workflow, faults } = toWorkflow(tree);
	if (workflow) return workflow;
	throw new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `The plan ${tree.id} cannot be a workflow of n8n. ${faults
			.slice(0, 5)
			.map(({ message }) => message)
			.join(' ')}`,
		fix: faults[0]?.fix ?? '',
	});
}

/** Names of files come from a model's tree. @throws TroupeError INPUT_INVALID */
function safe(name: string): string {
	if (/^[A-Za-z0-9_][\w.-]{0,200}$/.test(name) && !name.includes('..')) return name;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `The plan has a file ${JSON.stringify(name.slice(0, 80))}, whose name is not that of a file.`,
		fix: 'Make the plan again: `troupe plan new`.',
	});
}
