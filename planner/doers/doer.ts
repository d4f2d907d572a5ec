import type { NodeDescription } from '../../bpmn/templates/n8n/node-description';
import type { Candidate, CostRange } from '../plan';

export interface Doer extends Pick<Candidate, 'kind' | 'name' | 'version' | 'manifest' | 'purpose' | 'risk'> {
	key: string;
	/** Its own name, as people know it, such as `Google Sheets`. */
	title: string;
	/** Its capabilities, operations, and other names. */
	words: string[];
	/** Warnings for people, such as that it is deprecated, with its successor. */
	warnings?: string[];
	isOfService?: boolean;
}

export interface DoerSources {
	list(kinds: ReadonlyArray<Doer['kind']>): Promise<Doer[]>;
	/** Looks again, at the document itself, whether it may run, and reads what costs more. Undefined: it may not. */
	confirm(doer: Doer): Promise<Doer | undefined>;
	findNamed(kind: Doer['kind'], name: string): Promise<Doer | undefined>;
	describeNode(type: string): Promise<NodeDescription | undefined>;
	/** Nodes that are installed, but that no signed manifest has: they are told as alternatives, and never chosen. */
	listUnsigned?(): Promise<Doer[]>;
	credentialsOf?(type?: string): Promise<string[]>;
	costOf?(doer: Doer): Promise<CostRange | undefined>;
	/** @param need a name without personal data */
	noteWanted?(need: string, plan: string): Promise<void>;
}

export const maxDoers = 5_000;
