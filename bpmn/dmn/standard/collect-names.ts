import type { DecisionModel } from '../reading/decision-model';

/** Every name that an expression of the model can use: FEEL reads names with spaces and operators only when it knows them. */
export function collectNames(model: DecisionModel): Set<string> {
	const names = new Set<string>();
	collect({ ...model, name: undefined, id: undefined, file: undefined }, names);
	return names;
}

/** In plain data `name`, `label` of an output and `variable` of an iteration are names, wherever they stand. */
function collect(part: unknown, names: Set<string>): void {
	if (typeof part !== 'object' || part === null) return;
	for (const [key, value] of Object.entries(part)) {
		if ((key === 'name' || key === 'variable') && typeof value === 'string') names.add(value);
		else collect(value, names);
	}
}
