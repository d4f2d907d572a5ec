import { type Answers, collectFields, type Field, type TemplateNote } from './collect-fields';
import { readDisplayRules } from './display-rules';
import { identifyNode, jobGroups, jobProperties } from './job-properties';
import { type NodeDescription, newestVersion, type Parameter } from './node-description';
import type { NodeTemplate, TemplateProperty } from './template-document';
import { ConditionWriter, nameVariant } from './write-conditions';
import { type CredentialFields, type CredentialNames, writeCredentials } from './write-credentials';
import { writeField } from './write-fields';
import { writeSteps } from './write-steps';
import { hasWaitingOperation } from './why-not-a-task';

/** The package that the node is from, and how its templates are written. */
export interface TemplateSettings {
	packageName: string;
	packageVersion: string;
	/** 8.6 refuses input mappings without a source, which the validator of templates asks for since 8.8. */
	target: '8.6' | '8.8';
	credentials: CredentialFields;
	credentialNames: CredentialNames;
	/** Lists of the service, and values that the form begins with. */
	answers?: Answers;
}

export interface GeneratedTemplate {
	template: NodeTemplate;
	/** Differences between the form and n8n's editor. */
	notes: TemplateNote[];
}

/** Increases with each change of the same version of a node. */
export const revisionsOfVersion = 1_000;

/** Makes the element template of a node, in the version that n8n gives to a new node. The icon and the revision are added by who writes it. */
export function generateTemplate(node: NodeDescription, settings: TemplateSettings): GeneratedTemplate {
	const { packageName, packageVersion, target, credentialNames } = settings;
	const typeVersion = newestVersion(node);
	const { fields, notes } = collectFields(node, typeVersion, settings.answers);
	const conditions = new ConditionWriter(fields);
	const written = writeFields(fields, node, typeVersion, conditions);
	const credentials = writeCredentials(node, typeVersion, credentialNames, settings.credentials, fields, conditions);
	const properties = [
		...identifyNode(`${packageName}.${node.name}`, typeVersion, packageVersion),
		...written.properties,
		...credentials.properties,
		...jobProperties,
	];
	const { steps, presets } = writeSteps(fields);
	const { configurationTemplates } = credentials;
	const template: NodeTemplate = {
		...describeNode(node, packageName, typeVersion),
		engines: { camunda: `^${target}` },
		groups: listGroups(fields, properties),
		properties: target === '8.6' ? properties.map(makeOptional) : properties,
		...(presets.length > 0 ? { steps, presets } : {}),
		...(configurationTemplates.length > 0 ? { configurationTemplates } : {}),
	};
	return { template, notes: [...notes, ...written.notes, ...(hasWaitingOperation(node) ? [waitingNote] : [])] };
}

function describeNode(node: NodeDescription, packageName: string, typeVersion: number) {
	const { alias = [], categories = [], resources } = node.codex ?? {};
	const url = resources?.primaryDocumentation?.[0]?.url;
	return {
		$schema: 'https://unpkg.com/@camunda/zeebe-element-templates-json-schema/resources/schema.json',
		id: `troupe.n8n.${packageName}.${node.name}`,
		version: Math.round(typeVersion * revisionsOfVersion),
		name: node.displayName,
		...(node.description ? { description: node.description } : {}),
		...(url?.startsWith('http') ? { documentationRef: url } : {}),
		...(node.hidden ? { deprecated: { message: "n8n's editor does not offer this node any more." } } : {}),
		keywords: [...new Set(['n8n', ...alias, ...categories])],
		category: { id: 'n8n', name: 'n8n nodes' },
		appliesTo: ['bpmn:Task', 'bpmn:ServiceTask'],
		elementType: { value: 'bpmn:ServiceTask' },
		// A task keeps its own output mappings when the template is applied.
		entriesVisible: { outputs: true },
	};
}

const waitingNote: TemplateNote = {
	parameter: 'operation',
	note: 'has no choice that waits for a call to n8n: use a receive task or a user task',
};

function writeFields(fields: Field[], node: NodeDescription, version: number, conditions: ConditionWriter) {
	const forCredentials = listCredentialControllers(node, version);
	const controllers = new Set([...fields.flatMap(({ rules }) => rules.map(({ path }) => path)), ...forCredentials]);
	const properties: TemplateProperty[] = [];
	const notes: TemplateNote[] = [];
	for (const field of fields) {
		const isController = controllers.has(field.path);
		if (field.parameter.type === 'hidden' && !isController) continue;
		const { variants, unsupported } = conditions.write(field);
		if (variants.length > 0 && unsupported.length > 0)
			notes.push({ parameter: field.path, note: `is shown more often than in n8n, which has a condition: ${unsupported.join('; ')}` });
		const group = groupOf(field, forCredentials);
		const own = writeField(field, isController);
		variants.forEach((allMatch, index) => {
			for (const { when = [], ...property } of own) {
				const all = [...allMatch, ...when.map((one) => ({ ...one, property: nameVariant(one.property, index) }))];
				properties.push({
					...property,
					id: nameVariant(property.id, index),
					group,
					...(all.length > 0 ? { condition: { allMatch: all } } : {}),
				});
			}
		});
	}
	return { properties, notes };
}

/** The parameters that decide which credentials are used. */
function listCredentialControllers({ credentials = [], ...node }: NodeDescription, version: number): string[] {
	const rules = credentials.flatMap(({ displayOptions }) => readDisplayRules(displayOptions, '', node, version)?.rules ?? []);
	return [...new Set(rules.map(({ path }) => path))].filter((path) => !operationPaths.includes(path));
}

const operationPaths = ['resource', 'operation'];

function groupOf({ path, parameter, collection }: Field, forCredentials: string[]): string {
	if (operationPaths.includes(path)) return 'operation';
	if (collection) return collectionGroup(collection);
	return forCredentials.includes(path) || parameter.type === 'credentialsSelect' ? 'credentials' : 'parameters';
}

/** Collections with one label are one group: a node can have an "Options" for each operation. */
const collectionGroup = ({ displayName }: Parameter): string =>
	`collection.${displayName.replace(/^\w/, (letter) => letter.toLowerCase()).replace(/[^\p{L}\p{N}]+/gu, '')}`;

function listGroups(fields: Field[], properties: TemplateProperty[]): NodeTemplate['groups'] {
	const collections = fields.flatMap(({ collection }) =>
		collection ? [{ id: collectionGroup(collection), label: collection.displayName }] : [],
	);
	const all = [
		{ id: 'operation', label: 'Operation', openByDefault: true },
		{ id: 'credentials', label: 'Credentials', openByDefault: true },
		{ id: 'parameters', label: 'Parameters', openByDefault: true },
		...new Map(collections.map((group) => [group.id, group])).values(),
		...jobGroups,
	];
	const used = new Set(properties.map(({ group }) => group));
	return all.filter(({ id }) => used.has(id));
}

/** Without a value, the mapping is left out. */
function makeOptional(property: TemplateProperty): TemplateProperty {
	const { binding, type, constraints, choices } = property;
	if (binding.type !== 'zeebe:input' || ['Hidden', 'Boolean', 'Configuration'].includes(type) || constraints?.notEmpty) return property;
	return {
		...property,
		optional: true,
		...(constraints ? { constraints: { ...constraints, notEmpty: false } } : {}),
		...(choices ? { choices: choices.filter(({ value }) => value !== '') } : {}),
	};
}
