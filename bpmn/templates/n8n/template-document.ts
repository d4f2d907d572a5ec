/** Part of Camunda's element templates that this code writes (https://unpkg.com/@camunda/zeebe-element-templates-json-schema). */
export interface NodeTemplate {
	$schema: string;
	id: string;
	version: number;
	name: string;
	description?: string;
	documentationRef?: string;
	deprecated?: { message: string };
	keywords: string[];
	category: { id: string; name: string };
	appliesTo: string[];
	elementType: { value: string };
	engines: { camunda: string };
	entriesVisible: { outputs: boolean };
	icon?: { contents: string };
	groups: Array<{ id: string; label: string; openByDefault?: boolean }>;
	properties: TemplateProperty[];
	steps?: Step[];
	presets?: Preset[];
	configurationTemplates?: ConfigurationTemplate[];
}

export interface TemplateProperty {
	id: string;
	type: 'String' | 'Text' | 'Number' | 'Boolean' | 'Dropdown' | 'Hidden' | 'Configuration';
	label?: string;
	description?: string;
	placeholder?: string;
	group?: string;
	value?: string | number | boolean;
	feel?: 'optional' | 'required';
	language?: 'json';
	optional?: true;
	choices?: Array<{ name: string; value: string }>;
	constraints?: { notEmpty?: boolean; pattern?: { value: string; message: string } };
	configurationTemplate?: string;
	binding: Binding;
	condition?: { allMatch: Condition[] };
}

type Binding =
	| { type: 'zeebe:taskDefinition'; property: 'type' | 'retries' }
	| { type: 'zeebe:taskHeader'; key: string }
	| { type: 'zeebe:input'; name: string };

/** All conditions of a property must be met. `isEmpty` is also met by a property that is not active. */
export type Condition = { type: 'simple'; property: string } & (
	| { equals: string | number | boolean }
	| { oneOf: Array<string | number> }
	| { isActive: boolean }
	| { isEmpty: boolean }
);

export type Step = { name: string; description?: string; keywords?: string[] } & ({ steps: Step[] } | { presetId: string });

/** The values that properties have when a step is chosen, by their ids. */
export interface Preset {
	id: string;
	properties: Record<string, string>;
}

export interface ConfigurationTemplate {
	id: string;
	name: string;
	kind: 'CREDENTIAL';
	version: number;
	properties: Array<{ id: string; type: 'String'; label: string; description: string; binding: { type: 'property'; name: string } }>;
}
