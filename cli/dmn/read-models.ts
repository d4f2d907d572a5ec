import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { DecisionModel } from '../../bpmn/dmn/reading/decision-model';
import { readTextFile } from '../terminal/read-text-file';

const maxFiles = 500;

/** Reads a model and, where it imports others, those of its folder. @throws TroupeError INPUT_INVALID, DECISION_INVALID */
export async function readModels(path: string): Promise<[DecisionModel, ...DecisionModel[]]> {
	const { readDecisions } = await import('../../bpmn/dmn/reading/read-decisions');
	const model = await readDecisions(basename(path), await readTextFile(path));
	if (model.imports.length === 0) return [model];
	const others: DecisionModel[] = [];
	for (const name of await listOthers(path)) {
		const content = await readTextFile(join(dirname(path), name));
		// A file that no import means may be anything.
		if (content.includes('/spec/DMN/')) others.push(await readDecisions(name, content));
	}
	return [model, ...others];
}

async function listOthers(path: string): Promise<string[]> {
	const names = await readdir(dirname(path));
	return names.filter((name) => name.endsWith('.dmn') && name !== basename(path)).slice(0, maxFiles);
}
