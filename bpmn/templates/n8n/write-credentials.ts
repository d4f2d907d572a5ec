import type { Field } from './collect-fields';
import { readDisplayRules } from './display-rules';
import { n8nNodeVariables } from './n8n-node-job';
import type { NodeDescription } from './node-description';
import type { ConfigurationTemplate, TemplateProperty } from './template-document';
import { type ConditionWriter, nameVariant } from './write-conditions';

/** Way in which a task names its credentials: by the name in the worker's store, or by a configuration of the cluster (Camunda 8.10). */
export type CredentialFields = 'names' | 'configurations';

/** n8n's display names of credential types, by type. */
export type CredentialNames = Readonly<Record<string, string>>;

interface WrittenCredentials {
	properties: TemplateProperty[];
	configurationTemplates: ConfigurationTemplate[];
}

/** Makes a field for each type of credentials that a node can use. It holds a name, never a secret. */
export function writeCredentials(
	node: NodeDescription,
	version: number,
	names: CredentialNames,
	kind: CredentialFields,
	fields: Field[],
	conditions: ConditionWriter,
): WrittenCredentials {
	const written: WrittenCredentials = { properties: [], configurationTemplates: [] };
	for (const credential of node.credentials ?? []) {
		const display = readDisplayRules(credential.displayOptions, '', node, version);
		if (!display) continue;
		const base = { name: credential.name, label: credential.displayName ?? names[credential.name] ?? credential.name };
		const { variants } = conditions.write({ id: `credentials.${credential.name}`, rules: display.rules });
		variants.forEach((allMatch, index) =>
			written.properties.push({
				...writeProperty(base, kind, credential.required === true),
				id: nameVariant(`credentials.${base.name}`, index),
				...(allMatch.length > 0 ? { condition: { allMatch } } : {}),
			}),
		);
		if (
			kind === 'configurations' &&
			variants.length > 0 &&
			!written.configurationTemplates.some(({ id }) => id === configurationId(base.name))
		)
			written.configurationTemplates.push(writeConfiguration(base));
	}
	if (fields.some(({ parameter }) => parameter.type === 'credentialsSelect')) written.properties.push(otherCredential);
	return written;
}

interface CredentialBase {
	name: string;
	label: string;
}

function writeProperty({ name, label }: CredentialBase, kind: CredentialFields, isRequired: boolean): TemplateProperty {
	const common = {
		id: '',
		label,
		group: 'credentials',
		binding: { type: 'zeebe:input' as const, name: `${n8nNodeVariables.credentials}.${name}` },
		...(isRequired ? { constraints: { notEmpty: true as const } } : {}),
	};
	if (kind === 'configurations')
		return {
			...common,
			type: 'Configuration',
			description: 'Configuration that names the credential.',
			configurationTemplate: configurationId(name),
		};
	return { ...common, type: 'String', feel: 'optional', description: `Name of a credential of the type ${name} in the worker's store.` };
}

const configurationId = (name: string): string => `troupe.n8n.credential.${name}`;

const writeConfiguration = ({ name, label }: CredentialBase): ConfigurationTemplate => ({
	id: configurationId(name),
	name: label,
	kind: 'CREDENTIAL',
	version: 1,
	properties: [
		{
			id: 'name',
			type: 'String',
			label: 'Credential',
			description: `Name of a credential of the type ${name} in the worker's store.`,
			binding: { type: 'property', name: 'name' },
		},
	],
});

/** For nodes whose parameters decide the type of credentials. */
const otherCredential: TemplateProperty = {
	id: 'credentials.other',
	type: 'String',
	feel: 'optional',
	label: 'Credential of the Chosen Type',
	description: "Name of a credential in the worker's store, of the type that the parameters choose.",
	group: 'credentials',
	binding: { type: 'zeebe:input', name: `${n8nNodeVariables.credentials}.other` },
};
