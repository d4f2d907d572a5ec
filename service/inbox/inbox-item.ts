import type { AnyScope } from '../access/scopes';
import type { OperationHost } from '../operations/operation';
import type { Reaching } from '../operations/reach';
import type { DraftLister, TaskLister } from './listers';

/** What can wait for a person. */
export const inboxKinds = [
	'approval',
	'question',
	'task',
	'draft',
	'plan',
	'settings',
	'hand-over',
	'data-request',
	'unsent',
	'delivery',
	'work',
] as const;
export type InboxKind = (typeof inboxKinds)[number];

/** What is late, or will be within a day or a week. */
export const dueFilters = ['late', 'day', 'week'] as const;
export type DueFilter = (typeof dueFilters)[number];

/** Something that waits for a person: names and times, nothing that a customer wrote. */
export interface InboxItem {
	kind: InboxKind;
	/** Unique within its kind; its own operations take it, or the parts of it that a colon separates. */
	id: string;
	/** A tool, the name of a task or a plan, an agent with its version. */
	title: string;
	subject?: string | undefined;
	agent?: string | undefined;
	process?: string | undefined;
	/** As records name callers; absent where it began by itself. */
	requestedBy?: string | undefined;
	/** Milliseconds since the epoch, as all times. */
	since: number;
	/** The first moment at which it is late. */
	due?: number | null | undefined;
	/** What happens by itself when it is late; absent: nothing. */
	whenDue?: string | undefined;
}

/** Where the items are read. A machine without an engine or a registry has none of theirs. */
export type InboxHost = OperationHost &
	Reaching & {
		listTasks?: TaskLister | undefined;
		listDrafts?: DraftLister | undefined;
		/** The caller, as records name callers: what waits for a second person does not wait for the first. */
		by?: string | undefined;
	};

/** Reads the items of some kinds, at most `max`: the oldest, or those that are due first, as far as their store has that order. */
export interface InboxSource {
	kinds: readonly InboxKind[];
	/** All of them are needed. */
	scopes: readonly AnyScope[];
	/** Default: that of every source. */
	max?: number;
	/** Undefined where the host has nothing of the kind. */
	read(host: InboxHost, max: number): Promise<InboxItem[] | undefined>;
}
