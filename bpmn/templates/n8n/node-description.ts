/** Part of n8n's node descriptions that the templates are made from. n8n-workflow declares the whole. */
export interface NodeDescription {
	name: string;
	displayName: string;
	description?: string;
	group?: string[];
	version: number | number[];
	defaultVersion?: number;
	inputs: ConnectionList;
	outputs: ConnectionList;
	polling?: boolean;
	hidden?: boolean;
	webhooks?: Array<{ restartWebhook?: boolean }>;
	credentials?: CredentialDescription[];
	properties: Parameter[];
	features?: Record<string, Record<string, unknown[]>>;
	/** Paths that begin with `icons/<package>/`. */
	iconUrl?: string | { light: string; dark: string };
	codex?: {
		categories?: string[];
		alias?: string[];
		resources?: { primaryDocumentation?: Array<{ url: string }> };
	};
}

/** Names of connections, or an expression that gives them. */
export type ConnectionList = string | Array<string | { type: string }>;

interface CredentialDescription {
	name: string;
	displayName?: string;
	required?: boolean;
	displayOptions?: DisplayOptions;
}

/** `show`: all names must match; `hide`: none may. */
export interface DisplayOptions {
	show?: Record<string, unknown[]>;
	hide?: Record<string, unknown[]>;
}

export interface Parameter {
	displayName: string;
	name: string;
	type: string;
	default?: unknown;
	description?: string;
	hint?: string;
	placeholder?: string;
	required?: boolean;
	/** Choices, the parameters of a collection, or the groups of a fixed collection. */
	options?: Array<Choice | Parameter | ParameterGroup>;
	modes?: Array<{ name: string; displayName: string; placeholder?: string; hint?: string; typeOptions?: { searchListMethod?: string } }>;
	typeOptions?: {
		multipleValues?: boolean;
		password?: boolean;
		rows?: number;
		editor?: string;
		loadOptionsMethod?: string;
		loadOptions?: { routing?: Record<string, unknown> };
		loadOptionsDependsOn?: string[];
		resourceMapper?: { resourceMapperMethod?: string };
	};
	displayOptions?: DisplayOptions;
}

export interface Choice {
	name: string;
	value: string | number | boolean;
	action?: string;
	description?: string;
	displayOptions?: DisplayOptions;
}

interface ParameterGroup {
	name: string;
	displayName: string;
	values: Parameter[];
}

export const isChoice = (option: Choice | Parameter | ParameterGroup): option is Choice => 'value' in option;
export const isGroup = (option: Choice | Parameter | ParameterGroup): option is ParameterGroup => 'values' in option;

/** The choices of a list that is complete in the description. Other lists are filled by the service while a person edits. */
export function listFixedChoices({ typeOptions, options = [] }: Parameter): Choice[] {
	return typeOptions?.loadOptionsMethod || typeOptions?.loadOptions ? [] : options.filter(isChoice);
}

export function newestVersion({ version, defaultVersion }: NodeDescription): number {
	return defaultVersion ?? Math.max(...[version].flat());
}

/** One description for each node: that of the version that n8n gives to a new node. */
export function pickNewest(descriptions: NodeDescription[]): NodeDescription[] {
	const newest = new Map<string, NodeDescription>();
	for (const description of descriptions) {
		if ([description.version].flat().includes(newestVersion(description))) newest.set(description.name, description);
	}
	return [...newest.values()];
}
