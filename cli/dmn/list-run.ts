import type { DecisionModel } from '../../bpmn/dmn/reading/decision-model';

import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { readModels } from './read-models';

export interface ListOptions {
	model: string;
	json?: boolean;
}

interface Listed {
	name: string;
	id: string;
	kind: 'decision' | 'decision service' | 'business knowledge model';
	/** Names of input data, or of parameters. */
	inputs: string[];
}

/** Lists what can be evaluated, with its input. @returns 0 */
export async function runList({ model: path, json = false }: ListOptions, terminal: Terminal): Promise<ExitCode> {
	const [model] = await readModels(path);
	const listed = listInvocables(model);
	if (json) terminal.print(JSON.stringify(listed, undefined, 2));
	else
		for (const { name, id, kind, inputs } of listed)
			terminal.print(printable(`${name} (${kind}, id ${id}): ${inputs.join(', ') || 'no input'}`));
	return 0;
}

function listInvocables(model: DecisionModel): Listed[] {
	const nameOf = (href: string): string => [...model.inputs, ...model.decisions].find(({ id }) => id === href)?.name ?? href;
	return [
		...model.decisions.map(({ name, id }) => ({ name, id, kind: 'decision' as const, inputs: [...collectInputs(model, id)] })),
		...model.services.map(({ name, id, inputs, inputDecisions }) => ({
			name,
			id,
			kind: 'decision service' as const,
			inputs: [...inputs, ...inputDecisions].map(nameOf),
		})),
		...model.knowledge.map(({ name, id, logic }) => ({
			name,
			id,
			kind: 'business knowledge model' as const,
			inputs: logic?.parameters.map((parameter) => parameter.name) ?? [],
		})),
	];
}

function collectInputs(model: DecisionModel, id: string, inputs = new Set<string>(), seen = new Set<string>()): Set<string> {
	if (seen.has(id)) return inputs;
	seen.add(id);
	const input = model.inputs.find((candidate) => candidate.id === id);
	if (input) inputs.add(input.name);
	const requires = model.decisions.find((candidate) => candidate.id === id)?.requires ?? [];
	for (const href of requires) collectInputs(model, href, inputs, seen);
	return inputs;
}
