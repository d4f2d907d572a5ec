/**
 * Measures the templates that are made of n8n-nodes-base: the share of its nodes without triggers that have a template which the official
 * validator and bpmn-js-element-templates take without a warning, and whose form shows, for every operation, exactly the fields that n8n's
 * own `displayParameter` shows. The form is that of bpmn-js in a real browser. Goal: 0.95. The others are listed by reason.
 */
import { validateZeebe } from '@bpmn-io/element-templates-validator';
import type { INodeTypeDescription } from 'n8n-workflow';
import { findNodePackage } from '../core/base/n8n-installation';
import { generateTemplate, type GeneratedTemplate } from '../bpmn/templates/n8n/generate-template';
import { newestVersion, type NodeDescription, pickNewest } from '../bpmn/templates/n8n/node-description';
import { type DescribedPackage, readNodePackage } from '../bpmn/templates/n8n/read-node-package';
import { whyNotATask } from '../bpmn/templates/n8n/why-not-a-task';
import { dirname } from 'node:path';
import { ensureN8nHost } from '../scripts/lib/n8n.mjs';
import { type HeadlessModeler, type InputMapping, openHeadlessModeler } from './templates/headless-modeler';
import { listOperations, listShownByN8n, readParameters } from './templates/shown-by-n8n';

const only = process.env.BENCH_NODES?.split(',');

export async function run(): Promise<number> {
	const host = await ensureN8nHost({ progress: console.error });
	const found = findNodePackage({ folder: dirname(dirname(host.n8n)) }, 'n8n-nodes-base');
	const described = found && readNodePackage(found);
	if (!described) throw new Error('The n8n host has no n8n-nodes-base.');
	const nodes = pickNewest(described.nodes).filter(({ name, group = [] }) => !group.includes('trigger') && (only?.includes(name) ?? true));
	const modeler = await openHeadlessModeler();
	const faults = new Map<string, string>();
	let cases = 0;
	try {
		for (const node of nodes) {
			const reason = whyNotATask(node);
			if (reason) {
				faults.set(node.name, `no template: it ${reason}`);
				continue;
			}
			const { checked, fault } = await checkNode(node, described, modeler);
			cases += checked;
			if (fault) faults.set(node.name, fault);
		}
	} finally {
		await modeler.close();
	}
	for (const [name, fault] of faults) console.log(`${name}: ${fault}`);
	console.log(`${nodes.length} nodes, ${cases} forms`);
	return Math.round((1 - faults.size / nodes.length) * 1000) / 1000;
}

async function checkNode(node: NodeDescription, described: DescribedPackage, modeler: HeadlessModeler) {
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

async function compareForms(node: NodeDescription, { template }: GeneratedTemplate, modeler: HeadlessModeler) {
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
	const shown = new Set(inputs.flatMap(({ target }) => readPath(target, description) ?? []));
	const missing = [...expected].filter((path) => !shown.has(path));
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

/** Parameters that conditions need, without a field. */
const isHidden = (path: string, { properties }: INodeTypeDescription): boolean =>
	properties.some(({ name, type }) => name === path && type === 'hidden');
