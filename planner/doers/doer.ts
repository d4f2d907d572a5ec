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
	/** True if it belongs to one service, so that a need has to name that service. */
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
	/** Names of stored credentials by their type, or all of them. Absent: nobody knows. */
	credentialsOf?(type?: string): Promise<string[]>;
	/** Cost of one call, where it is known. */
	costOf?(doer: Doer): Promise<CostRange | undefined>;
	/** Counts something that nobody can do: once for a plan. @param need a name without personal data */
	noteWanted?(need: string, plan: string): Promise<void>;
}

export const maxDoers = 5_000;
