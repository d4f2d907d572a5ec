import { readDisplayRules } from '../../../bpmn/templates/n8n/display-rules';
import { newestVersion, type NodeDescription, type Parameter } from '../../../bpmn/templates/n8n/node-description';

/** Returns the values of a node's parameters: those that are set, else the defaults of those that are shown. */
export function readValues(node: NodeDescription, parameters: Record<string, unknown>): Record<string, unknown> {
	const values = { ...parameters };
	// A parameter is shown by those before it.
	for (const parameter of node.properties)
		if (!Object.hasOwn(values, parameter.name) && isShownFor(parameter, node, values)) values[parameter.name] = parameter.default;
	return values;
}

/** Checks whether the editor would show a parameter or a credential for these values. Conditions that cannot be read count as met. */
export function isShownFor(
	{ displayOptions }: Pick<Parameter, 'displayOptions'>,
	node: NodeDescription,
	values: Record<string, unknown>,
): boolean {
	const display = readDisplayRules(displayOptions, '', node, newestVersion(node));
	if (!display) return false;
	return display.rules.every((rule) => {
		const value = values[rule.path];
		const isFilled = value !== undefined && value !== null && value !== '';
		switch (rule.kind) {
			case 'has':
				return rule.values.includes(value);
			case 'has-not':
				return !rule.values.includes(value);
			case 'filled':
				return isFilled;
			case 'unfilled':
				return !isFilled;
		}
	});
}
