import type { Variables } from './variables';

export interface Modification {
	activate?: ElementActivation[];
	terminate?: string[];
}

export interface ElementActivation {
	elementId: string;
	variables?: Variables;
	/** Scope of the variables: this element, or an outer one. Default: the process. */
	scopeId?: string;
	/** Several scopes, in this order. Replaces `variables` and `scopeId`. */
	sets?: Array<{ variables: Variables; scopeId?: string }>;
}

export interface Migration {
	processDefinitionKey: string;
	/** For each active element, and for events that keep waiting; also for the same id. */
	mappings: ElementMapping[];
}

export interface ElementMapping {
	source: string;
	target: string;
}
