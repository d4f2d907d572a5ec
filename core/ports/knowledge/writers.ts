import { isDeepStrictEqual } from 'node:util';
import { TroupeError } from '../../base/errors';
import type { Metadata } from './filter/filter';
import { type Asker, mayRead } from './readers';

export interface Writer {
	/** For the record: `user:ana`, `person:ana@x`, `process:invoices`. */
	name: string;
	/** Entrance of documents: `command`, `process:invoices`; `others:process:invoices` for texts of others. Default: the name. */
	door?: string;
	asker: Asker;
}

export interface CollectionAccess {
	readers?: string[];
	writers?: string[];
}

/** Undefined: everybody. An absent list stays. */
export interface CollectionLists {
	readers?: string[] | undefined;
	writers?: string[] | undefined;
}

/** For documents that can repeat texts of others, such as the reply of an agent that read a page. */
export const othersDoor = 'others:';

export const operatorWriter: Writer = { name: 'operator', asker: 'operator' };

export interface AccessChange {
	/** Milliseconds since the epoch. */
	at: number;
	writer: string;
	/** Absent for the lists, or a dropped collection. */
	documentId?: string;
	/** `replaced`: an unlisted writer stored over another's document; with the metadata that differs. */
	kind: 'relabelled' | 'replaced' | 'removed' | 'released' | 'lists' | 'dropped';
	before?: object;
	after?: object;
}

export type StoredChange = AccessChange & { id: string };
export type PlaceOfChange = Pick<StoredChange, 'at' | 'id'>;

/** They control who finds a document, and its trust. */
const labels = ['readers', 'validUntil', 'class', 'trust', 'labels'];

/** Returns the labels of a document; undefined if it has none. */
export function readLabels(metadata: Metadata): Metadata | undefined {
	const own = labels.flatMap((name) => (metadata[name] === undefined ? [] : [[name, metadata[name]] as const]));
	return own.length > 0 ? Object.fromEntries(own) : undefined;
}

/** Removal needs a right. Tags alone do not protect. */
export const isProtected = ({ labels: _tags, ...metadata }: Metadata): boolean => readLabels(metadata) !== undefined;

export const isRelabelled = (before: Metadata, after: Metadata): boolean => !isDeepStrictEqual(readLabels(before), readLabels(after));

type Described = { metadata: Metadata; source?: string };

export const isRedescribed = (before: Described, after: Described): boolean =>
	before.source !== after.source || !isDeepStrictEqual(before.metadata, after.metadata);

export function diffMetadata(before: Metadata, after: Metadata): { before: Metadata; after: Metadata } {
	const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
	const differing = names.filter((name) => !isDeepStrictEqual(before[name], after[name]));
	const pick = (metadata: Metadata): Metadata =>
		Object.fromEntries(differing.flatMap((name) => (metadata[name] === undefined ? [] : [[name, metadata[name]]])));
	return { before: pick(before), after: pick(after) };
}

/** @throws TroupeError ACCESS_DENIED */
export function checkReader(collection: string, { readers }: CollectionAccess, asker: Asker): void {
	if (!mayRead(readers, asker)) throw denied(collection, 'search', asker, 'troupe knowledge readers --in NAME --set NAME…');
}

/** @throws TroupeError ACCESS_DENIED */
export function checkWriter(collection: string, { writers }: CollectionAccess, { asker }: Writer): void {
	if (!mayRead(writers, asker)) throw denied(collection, 'change', asker, 'troupe knowledge writers --in NAME --set NAME…');
}

/** Also allows removal of labelled documents: the operator, and listed writers. */
export const mayRelabel = ({ writers = [] }: CollectionAccess, { asker }: Writer): boolean => mayRead(writers, asker);

/**
 * Returns whether this writer described the document; a later replacer of its text did not. All n8n workflows are one writer: n8n decides who
 * edits them.
 */
export function isDescriber({ describedBy, writer }: { describedBy?: string; writer?: string | null }, { name }: Writer): boolean {
	const describer = describedBy ?? writer;
	return describer === name || [describer, name].every((one) => one?.startsWith('workflow:'));
}

export const relabelFix = 'Ask the operator, or whoever the command `troupe knowledge writers` lists for this collection.';

/** @throws TroupeError ACCESS_DENIED for the first labelled document */
export function checkRemoval(
	collection: string,
	access: CollectionAccess,
	writer: Writer,
	documents: Array<{ id: string; labelled: boolean }>,
): void {
	const first = mayRelabel(access, writer) ? undefined : documents.find(({ labelled }) => labelled);
	if (!first) return;
	throw new TroupeError({
		code: 'ACCESS_DENIED',
		message: `The document ${JSON.stringify(first.id)} of the collection "${collection}" has labels or metadata of another writer, or is in quarantine, and whoever asks may not remove it.`,
		fix: relabelFix,
		details: { collection },
	});
}

function denied(collection: string, what: string, asker: Asker, command: string): TroupeError {
	const who = asker === 'operator' || asker.length === 0 ? 'nobody known' : asker.slice(0, 5).join(', ');
	return new TroupeError({
		code: 'ACCESS_DENIED',
		message: `Whoever asks (${who}) may not ${what} the collection "${collection}": it has a list, and none of these names is in it.`,
		fix: `Ask as somebody on the list, or extend it: ${command.replace('NAME', collection)}`,
		details: { collection },
	});
}
