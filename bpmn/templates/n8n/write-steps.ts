import type { Field } from './collect-fields';
import { encodeChoice } from './encode-value';
import { type Choice, listFixedChoices } from './node-description';
import type { Preset, Step } from './template-document';
import { waits } from './why-not-a-task';

/** The menu of a node's operations, and the values that each sets. Empty for a node without operations. */
export interface Menu {
	steps: Step[];
	presets: Preset[];
}

/** Makes a step and a preset of each operation, grouped by resource where the node has resources. */
export function writeSteps(fields: Field[]): Menu {
	const operations = listChoiceFields(fields, 'operation');
	const resources = listChoiceFields(fields, 'resource');
	const menu: Menu = { steps: [], presets: [] };
	if (resources.length === 0) {
		menu.steps = operations.flatMap((operation) => writeOperations(operation, {}, '', menu.presets));
		return menu;
	}
	for (const resource of resources) {
		for (const choice of listFixedChoices(resource.parameter)) {
			const value = encodeChoice(choice.value);
			const own = operations.filter((operation) => isShownFor(operation, choice));
			const steps = own.flatMap((operation) => writeOperations(operation, { [resource.id]: value }, `${value}.`, menu.presets));
			if (steps.length > 0) menu.steps.push({ name: choice.name, ...describe(choice), steps });
		}
	}
	return menu;
}

const listChoiceFields = (fields: Field[], path: string): Field[] =>
	fields.filter((field) => field.path === path && field.parameter.type === 'options' && listFixedChoices(field.parameter).length > 0);

function writeOperations(operation: Field, around: Record<string, string>, prefix: string, presets: Preset[]): Step[] {
	return listFixedChoices(operation.parameter)
		.filter((choice) => !waits(choice))
		.flatMap((choice) => {
			const value = encodeChoice(choice.value);
			const presetId = `${prefix}${value}`;
			if (presets.some(({ id }) => id === presetId)) return [];
			presets.push({ id: presetId, properties: { ...around, [operation.id]: value } });
			return [{ name: choice.action ?? choice.name, ...describe(choice), keywords: [choice.name], presetId }];
		});
}

const describe = ({ description }: Choice): { description?: string } => (description ? { description } : {});

/** Checks that the operation belongs to the resource. Other rules, such as on the authentication, do not matter for the menu. */
function isShownFor({ rules }: Field, { value }: Choice): boolean {
	return rules.every((rule) => {
		if (rule.path !== 'resource') return true;
		if (rule.kind === 'has') return rule.values.includes(value);
		return rule.kind !== 'has-not' || !rule.values.includes(value);
	});
}
