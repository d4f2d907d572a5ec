import { dirname, join } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import type { Plan } from '../../planner/plan';
import { writeStandIns } from '../../planner/prove/stand-ins';
import { makeFolder, replaceFile } from '../terminal/replace-file';

export interface FileOptions {
	/** Path of the BPMN file. */
	bpmn?: string;
	/** A folder for the files and their cases. */
	cases?: string;
}

const ownerOnly = 0o600;

/** Writes what was drawn, readable by its owner alone from the first byte on. @returns the paths */
export function writeFiles(plan: Plan, { bpmn, cases }: FileOptions): string[] {
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
	return written;
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
