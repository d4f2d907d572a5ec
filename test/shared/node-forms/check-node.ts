import { validateZeebe } from '@bpmn-io/element-templates-validator';
import type { INodeTypeDescription } from 'n8n-workflow';
import { generateTemplate, type GeneratedTemplate } from '../../../bpmn/templates/n8n/generate-template';
import { n8nNodePlaceholder, n8nNodeVariables } from '../../../bpmn/templates/n8n/n8n-node-job';
import { newestVersion, type NodeDescription } from '../../../bpmn/templates/n8n/node-description';
import type { DescribedPackage } from '../../../bpmn/templates/n8n/read-node-package';
import type { HeadlessModeler, InputMapping } from './headless-modeler';
import { listOperations, listShownByN8n, readParameters } from './shown-by-n8n';

/** How many forms were compared, and what is wrong with the first of them. */
export interface NodeCheck {
	checked: number;
	fault?: string;
}

/** Checks the template of a node with the validators, and its form for each operation with what n8n shows. */
export async function checkNode(
	node: NodeDescription,
	described: Pick<DescribedPackage, 'name' | 'version' | 'credentialNames'>,
	modeler: HeadlessModeler,
): Promise<NodeCheck> {
	const generated = generateTemplate(node, {
		packageName: described.name,
		packageVersion: described.version,
		target: '8.8',
		credentials: 'names',
		credentialNames: described.credentialNames,
	});
	const { template } = generated;
	const { valid, errors, warnings } = validateZeebe(template) as { valid: boolean; errors?: Message[]; warnings?: Message[] };
	const complaints = [...(errors ?? []), ...(warnings ?? [])].map(({ message }) => message);
	if (!valid || complaints.length > 0) return { checked: 0, fault: `validator: ${complaints.join('; ')}` };
	const loading = await modeler.load(template);
	if (loading.length > 0) return { checked: 0, fault: `bpmn-js-element-templates: ${loading.join('; ')}` };
	return compareForms(node, generated, modeler);
}

interface Message {
	message: string;
}

async function compareForms(node: NodeDescription, { template }: GeneratedTemplate, modeler: HeadlessModeler): Promise<NodeCheck> {
	const description = node as unknown as INodeTypeDescription;
	const operations = listOperations(description, newestVersion(node));
	const presets = template.presets?.map(({ id }) => id) ?? [];
	const missing = operations.filter((operation) => !presets.includes(operation));
	if (missing.length > 0) return { checked: 0, fault: `no step for ${missing.join(', ')}` };
	const presetIds = presets.length > 0 ? presets : [undefined];
	const forms = await modeler.apply(presetIds.map((presetId) => ({ presetId, changes: [] })));
	const faults = forms.flatMap((inputs, index) => {
		const difference = compareForm(description, newestVersion(node), inputs);
		return difference === '' ? [] : [`${presetIds[index] ?? 'form'} ${difference}`];
	});
	return {
		checked: forms.length,
		fault: faults.length > 0 ? `${faults.length} of ${forms.length} forms, such as ${faults[0]}` : undefined,
	};
}

function compareForm(description: INodeTypeDescription, typeVersion: number, inputs: InputMapping[]): string {
	const parameters = readParameters(inputs, description);
	const expected = listShownByN8n(description, typeVersion, parameters);
	const shown = new Set(inputs.flatMap(({ target }) => (target === placeholder ? [] : (readPath(target, description) ?? []))));
	const missing = [...expected].filter((path) => !shown.has(path) && !isPassword(path, description.properties));
	const surplus = [...shown].filter((path) => !expected.has(path) && !isHidden(path, description));
	return [missing.length > 0 ? `lacks ${missing.join(', ')}` : '', surplus.length > 0 ? `shows ${surplus.join(', ')}` : '']
		.filter(Boolean)
		.join(' and ');
}

/** The path of the parameter: a resource locator has two mappings. */
function readPath(target: string, { properties }: INodeTypeDescription): string | undefined {
	const [first, name = '', ...rest] = target.split('.');
	if (first !== 'parameters') return undefined;
	const isLocator = properties.some(
		(one) => one.name === name && ['resourceLocator', 'workflowSelector', 'agentSelector'].includes(one.type),
	);
	return isLocator ? name : [name, ...rest].join('.');
}

/** Makes `parameters` a variable of the task. */
const placeholder = `${n8nNodeVariables.parameters}.${n8nNodePlaceholder}`;

/** The name of a secret is written into a header, which is not an input. */
function isPassword(path: string, properties: Properties): boolean {
	const last = path.split('.').at(-1);
	return listAll(properties).some(({ name, typeOptions }) => name === last && typeOptions?.password === true);
}

type Properties = INodeTypeDescription['properties'];

/** Lists parameters with those inside collections. */
const listAll = (properties: Properties): Properties =>
	properties.flatMap((one) => [
		one,
		...listAll((one.options ?? []).flatMap((option) => ('values' in option ? option.values : 'type' in option ? [option] : []))),
	]);

/** Parameters that conditions need, without a field. */
const isHidden = (path: string, { properties }: INodeTypeDescription): boolean =>
	properties.some(({ name, type }) => name === path && type === 'hidden');
