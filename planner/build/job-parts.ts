import type { JobType } from '../../bpmn/job-types';
import { isJobType } from '../../bpmn/job-types';
import { elementTemplates, type ElementTemplate } from '../../bpmn/templates';
import type { Part } from './draft';

/** Variables that the worker of a job type reads, and that its element template has no field for. */
const withoutField: Partial<Record<JobType, readonly string[]>> = {
	'troupe:agent': ['facts', 'agent', 'agentDefinition', 'origins', 'sensitivity', 'adHocSubProcessElements', 'toolCall', 'toolCallResults'],
	'troupe:guardrail': ['conversationState', 'facts', 'policy', 'policyId', 'personId'],
	'troupe:ingest': ['collection'],
	'troupe:model': ['messages', 'images', 'system', 'models', 'schema'],
	'troupe:retrieve': ['collection'],
	'troupe:send': ['messages'],
};

const listFieldless = (type: string): readonly string[] => (isJobType(type) ? (withoutField[type] ?? []) : []);

export interface JobTask {
	type: string;
	headers: Record<string, string>;
	inputs: Record<string, string>;
	outputs: Record<string, string>;
}

/** Returns extensions and attributes as the element template writes them: Modeler shows its form. */
export function buildJob({ type, headers, inputs, outputs }: JobTask): { extensions: Part[]; more: Record<string, unknown> } {
	const template = findTemplate(type);
	const properties = template?.properties ?? [];
	const set = preset(properties, headers, inputs);
	const held = holdBack(type, properties, set.inputs);
	const mappings = { ...set.inputs, ...held };
	return {
		extensions: [
			{ $type: 'zeebe:TaskDefinition', type, retries: '3' },
			...list('zeebe:TaskHeaders', 'values', Object.entries(set.headers).map(([key, value]) => ({ $type: 'zeebe:Header', key, value }))),
			...mapping(mappings, outputs),
			...list('zeebe:Properties', 'properties', listPresetProperties(properties)),
		],
		more: template ? { modelerTemplate: template.id, modelerTemplateVersion: template.version } : {},
	};
}

export function mapping(inputs: Record<string, string>, outputs: Record<string, string>): Part[] {
	const inputParameters = Object.entries(inputs).map(([target, source]) => ({ $type: 'zeebe:Input', source, target }));
	const outputParameters = Object.entries(outputs).map(([target, source]) => ({ $type: 'zeebe:Output', source, target }));
	if (inputParameters.length + outputParameters.length === 0) return [];
	return [{ $type: 'zeebe:IoMapping', inputParameters, outputParameters }];
}

const list = (type: string, property: string, parts: Part[]): Part[] => (parts.length === 0 ? [] : [{ $type: type, [property]: parts }]);

type Property = ElementTemplate['properties'][number] & { optional?: boolean };

/** The first template of a job type that has no sub-process. */
const findTemplate = (type: string): ElementTemplate | undefined =>
	elementTemplates.find(
		({ fileName, template: { properties } }) =>
			!fileName.includes('toolbox') && properties.some(({ binding, value }) => binding.type === 'zeebe:taskDefinition' && value === type),
	)?.template;

function preset(properties: Property[], headers: Record<string, string>, inputs: Record<string, string>): Pick<JobTask, 'headers' | 'inputs'> {
	const set = { headers: { ...headers }, inputs: { ...inputs } };
	for (const { binding, value, optional, condition, constraints } of properties) {
		if (value === undefined || value === '' || optional || condition) continue;
		if (binding.type === 'zeebe:taskHeader') set.headers[binding.key!] ??= value;
		if (binding.type === 'zeebe:input' && constraints?.notEmpty) set.inputs[binding.name!] ??= value;
	}
	return set;
}

/** Only its own mappings reach the job: a starter cannot add to what was confirmed. */
function holdBack(type: string, properties: Property[], inputs: Record<string, string>): Record<string, string> {
	const set = new Set(Object.keys(inputs).map((target) => target.split('.')[0]!));
	const ofForm = properties.flatMap(({ binding }) => (binding.type === 'zeebe:input' ? [binding.name!.split('.')[0]!] : []));
	const names = [...ofForm, ...listFieldless(type)].filter((name) => !set.has(name));
	return Object.fromEntries(names.map((name) => [name, '=null']));
}

const listPresetProperties = (properties: Property[]): Part[] =>
	properties.flatMap(({ binding, value, condition }) =>
		binding.type === 'zeebe:property' && value !== undefined && !condition ? [{ $type: 'zeebe:Property', name: binding.name, value }] : [],
	);
