import { type DisplayRule, readDisplayRules } from './display-rules';
import { type Choice, isChoice, isGroup, type NodeDescription, type Parameter } from './node-description';

export interface Field {
	id: string;
	/** Path among the node's parameters: `channelId`, `options.limit`. */
	path: string;
	parameter: Parameter;
	rules: DisplayRule[];
	collection?: Parameter;
	/** The list of the service, where it was asked for: the resources of a locator, or the columns of a mapping. */
	list?: Choice[];
}

/** Part of a parameter that a template cannot express. */
export interface TemplateNote {
	/** The path of the parameter. */
	parameter: string;
	note: string;
}

const withoutValue = ['notice', 'callout', 'button', 'curlImport', 'credentials'];

/** Facts about one installation, in addition to the description of the node. */
export interface Answers {
	/** The lists of the service, by the id of their field. */
	lists?: ReadonlyMap<string, Choice[]>;
	/** Initial values of parameters, by path. */
	values?: Readonly<Record<string, unknown>>;
}

/** Returns the fields of one version of a node. Collections are opened: each of their parameters is a field. */
export function collectFields(
	node: NodeDescription,
	version: number,
	{ lists = new Map(), values = {} }: Answers = {},
): { fields: Field[]; notes: TemplateNote[] } {
	const fields: Field[] = [];
	const notes: TemplateNote[] = [];
	const times = new Map<string, number>();
	const nameField = (path: string): string => {
		const time = (times.get(path) ?? 0) + 1;
		times.set(path, time);
		return time === 1 ? `parameters.${path}` : `parameters.${path}:${time}`;
	};
	const collect = (parameters: Parameter[], around: string, outer: DisplayRule[], collection?: Parameter): void => {
		for (const parameter of parameters) {
			if (withoutValue.includes(parameter.type)) continue;
			const path = around === '' ? parameter.name : `${around}.${parameter.name}`;
			const display = readDisplayRules(parameter.displayOptions, around, node, version);
			if (!display) continue;
			notes.push(...display.unsupported.map((rule) => ({ parameter: path, note: `is always shown; n8n has a condition: ${rule}` })));
			const rules = [...outer, ...display.rules];
			const parts = listParts(parameter);
			if (parts) collect(parts, path, rules, parameter);
			else {
				const id = nameField(path);
				fields.push({ id, path, rules, collection, ...fillList(withValue(parameter, values[path]), lists.get(id)) });
			}
		}
	};
	collect(node.properties, '', []);
	return { fields, notes };
}

/** The parameters of a collection that has one value for each. Collections with several values stay one field. */
function listParts({ type, typeOptions, options = [] }: Parameter): Parameter[] | undefined {
	if (type !== 'collection' || typeOptions?.multipleValues) return undefined;
	return options.filter((option): option is Parameter => !isChoice(option) && !isGroup(option));
}

/** Puts the list of a service beside a parameter, and makes it the choices of one that has choices. */
function fillList(parameter: Parameter, list: Choice[] | undefined): Pick<Field, 'parameter' | 'list'> {
	if (list === undefined) return { parameter };
	if (!['options', 'multiOptions'].includes(parameter.type)) return { parameter, list };
	const { loadOptionsMethod: _method, loadOptions: _request, ...typeOptions } = parameter.typeOptions ?? {};
	return { parameter: { ...parameter, typeOptions, options: list }, list };
}

/** The parameter, with the value that a person chose for all tasks of the form. */
function withValue(parameter: Parameter, value: unknown): Parameter {
	return value === undefined ? parameter : { ...parameter, default: value };
}
