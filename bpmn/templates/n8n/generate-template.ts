import { type Answers, collectFields, type Field, type TemplateNote } from './collect-fields';
import { readDisplayRules } from './display-rules';
import { encodeChoice } from './encode-value';
import { identifyNode, jobGroups, jobProperties } from './job-properties';
import { listFixedChoices, newestVersion, type NodeDescription, type Parameter } from './node-description';
import type { Choice } from './node-description';
import type { NodeTemplate, Preset, Step, TemplateProperty } from './template-document';
import { ConditionWriter, nameVariant } from './write-conditions';
import { type CredentialFields, type CredentialNames, writeCredentials } from './write-credentials';
import { writeField } from './write-fields';
import { hasWaitingOperation, waits } from './why-not-a-task';

interface Menu {
	steps: Step[];
	presets: Preset[];
}

/** Makes a step and a preset of each operation, grouped by resource where the node has resources. */
function writeSteps(fields: Field[]): Menu {
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

/** The package that the node is from, and how its templates are written. */
export interface TemplateSettings {
	packageName: string;
	packageVersion: string;
	/** 8.6 refuses input mappings without a source; the validator of templates requires that since 8.8. */
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
