import type { INode, INodeParameters, INodeProperties, INodeTypeDescription, NodeHelpers as Helpers } from 'n8n-workflow';
import { fromCheckout } from '../../../bench/engines/from-checkout';
import type { InputMapping } from './headless-modeler';

// By its file: the tests of nodes have a stand-in by this name, and a bundle would not find what it loads.
const { NodeHelpers } = fromCheckout('./node_modules/n8n-workflow/dist/cjs/index.js') as { NodeHelpers: typeof Helpers };

/** Types that hold no value, or are not shown. */
const notFields = ['notice', 'callout', 'button', 'curlImport', 'credentials', 'hidden'];

/** Returns the values that n8n gives a node that runs with these saved ones. */
const fillIn = (description: INodeTypeDescription, typeVersion: number, parameters: INodeParameters): INodeParameters =>
	NodeHelpers.getNodeParameters(description.properties, parameters, true, false, { typeVersion }, description) ?? {};

/** Returns the paths of the parameters that n8n's editor shows for these values, with those of open collections. */
export function listShownByN8n(description: INodeTypeDescription, typeVersion: number, parameters: INodeParameters): Set<string> {
	const node = { typeVersion } as INode;
	const values = fillIn(description, typeVersion, parameters);
	const shown = new Set<string>();
	const collect = (properties: INodeProperties[], around: INodeParameters, path: string): void => {
		for (const property of properties) {
			if (!NodeHelpers.displayParameter(around, property, node, description, values)) continue;
			const own = path === '' ? property.name : `${path}.${property.name}`;
			if (property.type === 'collection' && !property.typeOptions?.multipleValues)
				collect((property.options ?? []) as INodeProperties[], (around[property.name] ?? {}) as INodeParameters, own);
			else if (!notFields.includes(property.type)) shown.add(own);
		}
	};
	collect(description.properties, values, '');
	return shown;
}

/** Returns the operations of a node as n8n lists them, `resource.operation`. */
export function listOperations({ properties, ...rest }: INodeTypeDescription, typeVersion: number): string[] {
	const description = { properties, ...rest };
	const listChoices = (name: string, values: INodeParameters) =>
		properties
			.filter((property) => property.name === name && property.type === 'options')
			.filter((property) => NodeHelpers.displayParameter(values, property, { typeVersion }, description))
			.flatMap(({ options = [] }) => options.flatMap((option) => ('value' in option ? [String(option.value)] : [])));
	const waits = (operation: string) => operation.endsWith('AndWait') && operation !== 'sendAndWait';
	const of = (values: INodeParameters, prefix: string) =>
		listChoices('operation', values)
			.filter((operation) => !waits(operation))
			.map((operation) => `${prefix}${operation}`);
	const resources = [...new Set(listChoices('resource', {}))];
	return resources.length === 0 ? of({}, '') : resources.flatMap((resource) => of({ resource }, `${resource}.`));
}

/** Returns the parameters that a task's input mappings set, as the worker reads them. */
export function readParameters(inputs: InputMapping[], { properties }: INodeTypeDescription): INodeParameters {
	const parameters: INodeParameters = {};
	for (const { target, source } of inputs) {
		const [first, ...path] = target.split('.');
		if (first !== 'parameters' || source === undefined || source === '') continue;
		let holder = parameters;
		for (const name of path.slice(0, -1)) holder = (holder[name] ??= {}) as INodeParameters;
		holder[path.at(-1)!] = readValue(source, path, properties);
	}
	for (const { name, type } of properties)
		if (['resourceLocator', 'workflowSelector'].includes(type) && parameters[name])
			parameters[name] = { value: '', ...(parameters[name] as INodeParameters), __rl: true };
	return parameters;
}

function readValue(source: string, [name, ...inner]: string[], properties: INodeProperties[]): INodeParameters[string] {
	if (source.startsWith('=')) return JSON.parse(source.slice(1)) as INodeParameters[string];
	const all = inner.length === 0 ? properties : properties.flatMap(({ options = [] }) => options as INodeProperties[]);
	const choices = all.filter((property) => property.name === (inner.at(-1) ?? name)).flatMap(({ options = [] }) => options);
	const choice = choices.find((option) => 'value' in option && String(option.value) === source);
	return choice !== undefined && 'value' in choice ? choice.value : source;
}
