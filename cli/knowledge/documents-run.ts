import { retainDocuments } from '../../core/knowledge/retain/retain-documents';
import { TroupeError } from '../../core/base/errors';
import type { Filter } from '../../core/ports/knowledge/filter/filter';
import type { Collection, DocumentSelection } from '../../core/ports/knowledge/knowledge-store';
import type { DocumentState, StoredDocument } from '../../core/ports/knowledge/stored-documents';
import { findCollection } from '../../core/knowledge/find-collection';
import { countNouns } from '../terminal/format-text';
import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { type Column, tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';
import { listPages } from './list-pages';
import { thisUser } from './this-user';
import { withStore } from './with-store';

export interface ListOptions {
	in: string;
	filter?: Filter;
	state?: DocumentState;
	after?: string;
	limit: number;
	json?: boolean;
}

/** Prints the documents by id, each with its state. */
export async function runList(options: ListOptions, terminal: Terminal): Promise<ExitCode> {
	const { in: name, filter, state, after, limit, json } = options;
	return withStore<ExitCode>(terminal, async (store) => {
		const collection = await findCollection(store, name);
		const page = await collection.documents({ filter, state }, { after, limit: limit + 1 });
		const shown = page.slice(0, limit);
		if (json) for (const document of shown) terminal.print(JSON.stringify(document));
		else if (shown.length === 0) terminal.note('No document matches.');
		else for (const line of tableLines(columns, shown, terminal, chooseFormat)) terminal.print(line);
		for (const { id, failure } of json ? [] : shown) if (failure) terminal.note(printable(`${id}: ${failure.message}`));
		if (page.length > limit)
			terminal.note(`There are more: --after ${JSON.stringify(shown.at(-1)!.id)} shows the next page; --limit sets its size.`);
		return 0;
	});
}

const columns: Array<Column<StoredDocument>> = [
	{ name: 'state', title: 'state', value: showState },
	{ name: 'chunks', title: 'chunks', numeric: true, value: ({ chunks }) => chunks },
	{
		name: 'ingested',
		title: 'ingested (UTC)',
		value: ({ ingestedAt }) => new Date(ingestedAt).toISOString().slice(0, 16).replace('T', ' '),
	},
	{ name: 'writer', title: 'writer', value: ({ writer }) => writer ?? '' },
	{ name: 'origin', title: 'origin', value: ({ origin }) => origin ?? '' },
	{ name: 'id', title: 'id', value: ({ id }) => id },
	{ name: 'title', title: 'title', value: ({ title }) => title },
];

/** A version that was stored before a failure is still found. */
function showState({ state, failure, chunks, ...remarks }: StoredDocument): string {
	const { emptyPages, emptyPageNumbers = [], doubtfulPlaces } = remarks;
	if (failure) return chunks > 0 ? `ready, change failed: ${failure.failure}` : `failed: ${failure.failure}`;
	const empty = emptyPages ? [`no text on ${listPages(emptyPages, emptyPageNumbers)}`] : [];
	const doubtful = doubtfulPlaces ? [countNouns(doubtfulPlaces, 'doubtful place')] : [];
	return [state, ...empty, ...doubtful].join(', ');
}

function chooseFormat({ state }: StoredDocument): 'red' | undefined {
	return state === 'failed' ? 'red' : undefined;
}

const maxNamed = 10;

export interface DeleteOptions {
	in: string;
	filter?: Filter;
	all?: boolean;
	yes?: boolean;
}

/** Removes documents, or with `all` the collection. Returns 1 when a specified id does not exist. */
export async function runDelete(ids: string[], options: DeleteOptions, terminal: Terminal): Promise<ExitCode> {
	const { in: name, filter, all = false } = options;
	checkSelection(ids, filter, all);
	return withStore<ExitCode>(terminal, async (store) => {
		const collection = await findCollection(store, name);
		if (all) {
			if (!(await confirmedByPerson(printable(`Remove the collection ${name} with all of its documents?`), options, terminal))) return 1;
			await store.drop(name, thisUser());
			terminal.print(`Collection ${printable(name)} removed.`);
			return 0;
		}
		const selection = { ...(ids.length > 0 && { ids }), ...(filter && { filter }) };
		const question = await askToRemove(collection, selection);
		if (question && !(await confirmedByPerson(question, options, terminal))) return 1;
		const removed = await collection.remove(selection, thisUser());
		for (const id of removed) terminal.print(printable(id));
		terminal.note(removedLine(removed.length));
		const missing = filter ? [] : ids.filter((id) => !removed.includes(id));
		for (const id of missing) terminal.note(`not found: ${printable(id)}`);
		return missing.length > 0 ? 1 : 0;
	});
}

/** Undefined where nothing matches. */
async function askToRemove(collection: Collection, selection: DocumentSelection): Promise<string | undefined> {
	const found = await collection.documents(selection, { limit: maxNamed + 1 });
	if (found.length === 0) return undefined;
	const names = found.slice(0, maxNamed).map(({ id }) => id);
	return printable(`Remove from ${collection.name}: ${[...names, ...(found.length > maxNamed ? ['and more'] : [])].join(', ')}?`);
}

/**
 * Refuses an empty selection, which a shell pattern without matches produces.
 * @throws TroupeError INPUT_INVALID
 */
function checkSelection(ids: string[], filter: Filter | undefined, all: boolean): void {
	const some = ids.length > 0 || filter !== undefined;
	const empty = filter?.kind === 'and' && filter.filters.length === 0;
	if (some !== all && !empty) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: all ? '--all cannot be combined with ids or a filter.' : 'Nothing to delete was specified.',
		fix: 'Pass ids, a filter with conditions, or --all for the whole collection.',
	});
}

export interface RetainOptions {
	in: string;
	days: number;
	label?: string[];
	dryRun?: boolean;
}

/** Removes documents older than a number of days. */
export async function runRetain(options: RetainOptions, terminal: Terminal): Promise<ExitCode> {
	const { in: name, days, label, dryRun = false } = options;
	return withStore<ExitCode>(terminal, async (store) => {
		const collection = await findCollection(store, name);
		const ids = await retainDocuments(collection, { days, labels: label, dryRun, writer: thisUser() }, Date.now(), terminal.stop);
		for (const id of ids) terminal.print(printable(id));
		terminal.note(dryRun ? `${countNouns(ids.length, 'document')} would be removed` : removedLine(ids.length));
		return 0;
	});
}

function removedLine(count: number): string {
	return `${countNouns(count, 'document')} removed`;
}
