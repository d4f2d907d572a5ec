import type { AnyScope } from '../access/scopes';
import type { OperationHost } from '../operations/operation';
import type { Reaching } from '../operations/reach';
import type { DraftLister, TaskLister } from './listers';

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

export const dueFilters = ['late', 'day', 'week'] as const;
export type DueFilter = (typeof dueFilters)[number];

/** Contains names and times, no customer text. */
export interface InboxItem {
	kind: InboxKind;
	/** Unique within its kind; its own operations take it, or its parts between colons. */
	id: string;
	/** A tool, a task or plan name, or an agent with version. */
	title: string;
	subject?: string | undefined;
	agent?: string | undefined;
	process?: string | undefined;
	/** As records name callers; absent if it began by itself. */
	requestedBy?: string | undefined;
	/** All times are milliseconds since the epoch. */
	since: number;
	/** The first late moment. */
	due?: number | null | undefined;
	/** The automatic result when late; absent: none. */
	whenDue?: string | undefined;
}

/** A machine without an engine or a registry has no items of theirs. */
export type InboxHost = OperationHost &
	Reaching & {
		listTasks?: TaskLister | undefined;
		listDrafts?: DraftLister | undefined;
		/** The caller, as records name callers: items for a second person are hidden from the first. */
		by?: string | undefined;
	};

/** Reads at most `max` items: the oldest, or the first due ones where the store has that order. */
export interface InboxSource {
	kinds: readonly InboxKind[];
	/** All are needed. */
	scopes: readonly AnyScope[];
	/** Default: every source's. */
	max?: number;
	/** Undefined without this kind on the host. */
	read(host: InboxHost, max: number): Promise<InboxItem[] | undefined>;
}
