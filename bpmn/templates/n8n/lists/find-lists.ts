import type { ListSource } from '../../../../core/base/n8n-lists';
import { collectFields, type Field } from '../collect-fields';
import { isChoice, isGroup, type NodeDescription, type Parameter } from '../node-description';

/** A list that n8n's editor asks from the service while a person fills in a parameter. */
export interface OpenList {
	fieldIds: string[];
	path: string;
	source: ListSource;
	dependsOn: string[];
	/** Parameters with which the first of the fields is shown. */
	parameters: Record<string, unknown>;
}

interface OpenLists {
	lists: OpenList[];
	/** Paths of lists inside parameters that the form has as JSON. */
	inJson: string[];
}

/** Finds the lists of one version of a node that are not in its description. */
export function findLists(node: NodeDescription, version: number): OpenLists {
	const { fields } = collectFields(node, version);
	const lists = new Map<string, OpenList>();
	for (const field of fields) {
		const source = readSource(field.parameter);
		if (!source) continue;
		const dependsOn = field.parameter.typeOptions?.loadOptionsDependsOn ?? [];
		// n8n's editor too takes one list for the same wherever the node has it.
		const key = JSON.stringify([source, dependsOn]);
		const list = lists.get(key);
		if (list) list.fieldIds.push(field.id);
		else lists.set(key, { fieldIds: [field.id], path: field.path, source, dependsOn, parameters: chooseParameters(field) });
	}
	return { lists: [...lists.values()], inJson: [...new Set(fields.flatMap(findInside))] };
}

function readSource({ type, typeOptions = {}, modes = [] }: Parameter): ListSource | undefined {
	const { loadOptionsMethod, loadOptions, resourceMapper } = typeOptions;
	const search = modes.find(({ name }) => name === 'list')?.typeOptions?.searchListMethod;
	if (search) return { kind: 'search', method: search };
	if (resourceMapper?.resourceMapperMethod) return { kind: 'columns', method: resourceMapper.resourceMapperMethod };
	if (!['options', 'multiOptions'].includes(type)) return undefined;
	if (loadOptionsMethod) return { kind: 'options', method: loadOptionsMethod };
	return loadOptions?.routing ? { kind: 'request', routing: loadOptions.routing } : undefined;
}

/** Only the node's own choices matter: those inside collections are not set. */
function chooseParameters({ rules }: Field): Record<string, unknown> {
	const chosen = rules.flatMap((rule) => (rule.kind === 'has' && !rule.path.includes('.') ? [[rule.path, rule.values[0]] as const] : []));
	return Object.fromEntries(chosen);
}

function findInside({ parameter, path }: Field): string[] {
	const inside = (parameter.options ?? []).flatMap((option) => (isGroup(option) ? option.values : isChoice(option) ? [] : [option]));
	return inside.flatMap((one) => {
		const place = `${path}.${one.name}`;
		return [...(readSource(one) ? [place] : []), ...findInside({ parameter: one, path: place } as Field)];
	});
}
