import type { Variables } from './variables';

/** Changes to a running instance: elements that begin beside what runs, and element instances that end. */
export interface Modification {
	activate?: ElementActivation[];
	/** Keys of element instances. */
	terminate?: string[];
}

export interface ElementActivation {
	elementId: string;
	variables?: Variables;
	/** The element whose scope gets the variables: this one, or one around it. Default: the process. */
	scopeId?: string;
	/** Variables of several scopes, set in this order. They replace `variables` and `scopeId`. */
	sets?: Array<{ variables: Variables; scopeId?: string }>;
}

/** Move of a running instance to another version of its process, or to another process. */
export interface Migration {
	processDefinitionKey: string;
	/** One for each active element, and for events that keep waiting. Elements of the same id are mapped too. */
	mappings: ElementMapping[];
}

export interface ElementMapping {
	source: string;
	target: string;
}
