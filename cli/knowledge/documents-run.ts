import { TroupeError } from '../../core/base/errors';
import type { DocumentState } from '../../core/ports/knowledge/stored-documents';
import { dropCollection, showCollection } from '../../service/operations/knowledge/collections';
import { type DescribedDocument, listDocuments, removeDocuments, retainCollection } from '../../service/operations/knowledge/documents';
import { countNouns } from '../terminal/format-text';
import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { type Column, tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';
import { listPages } from './list-pages';
import { withKnowledge } from './with-knowledge';

type Filter = Record<string, unknown>;

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
	const { in: collection, filter, state, after, limit, json } = options;
	return withKnowledge<ExitCode>(terminal, async (call) => {
		const { items, cursor } = await call(listDocuments, {
			collection,
			state,
			cursor: after,
			limit,
			...(filter && { filter: JSON.stringify(filter) }),
		});
		if (json) for (const document of items) terminal.print(JSON.stringify({ ...document, ingestedAt: Date.parse(document.ingestedAt) }));
		else if (items.length === 0) terminal.note('No document matches.');
		else for (const line of tableLines(columns, items, terminal, chooseFormat)) terminal.print(line);
		for (const { id, failure } of json ? [] : items) if (failure) terminal.note(printable(`${id}: ${failure.message}`));
		if (cursor !== undefined)
			terminal.note(`There are more: --after ${JSON.stringify(cursor)} shows the next page; --limit sets its size.`);
		return 0;
	});
}

const columns: Array<Column<DescribedDocument>> = [
	{ name: 'state', title: 'state', value: showState },
	{ name: 'chunks', title: 'chunks', numeric: true, value: ({ chunks }) => chunks },
	{
		name: 'ingested',
		title: 'ingested (UTC)',
		value: ({ ingestedAt }) => ingestedAt.slice(0, 16).replace('T', ' '),
	},
	{ name: 'writer', title: 'writer', value: ({ writer }) => writer ?? '' },
	{ name: 'origin', title: 'origin', value: ({ origin }) => origin ?? '' },
	{ name: 'id', title: 'id', value: ({ id }) => id },
	{ name: 'title', title: 'title', value: ({ title }) => title },
];

function showState({ state, failure, chunks, ...remarks }: DescribedDocument): string {
	const { emptyPages, emptyPageNumbers = [], doubtfulPlaces } = remarks;
	if (failure) return chunks > 0 ? `ready, change failed: ${failure.failure}` : `failed: ${failure.failure}`;
	const empty = emptyPages ? [`no text on ${listPages(emptyPages, emptyPageNumbers)}`] : [];
	const doubtful = doubtfulPlaces ? [countNouns(doubtfulPlaces, 'doubtful place')] : [];
	return [state, ...empty, ...doubtful].join(', ');
}

function chooseFormat({ state }: DescribedDocument): 'red' | undefined {
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
	const { in: collection, filter, all = false } = options;
	checkSelection(ids, filter, all);
	return withKnowledge<ExitCode>(terminal, async (call) => {
		if (all) {
			if (!options.yes) await call(showCollection, { collection });
			const question = printable(`Remove the collection ${collection} with all of its documents?`);
			if (!(await confirmedByPerson(question, options, terminal))) return 1;
			await call(dropCollection, { collection });
			terminal.print(`Collection ${printable(collection)} removed.`);
			return 0;
		}
		const selection = { collection, ...(ids.length > 0 && { ids }), ...(filter && { filter }) };
		const found = options.yes ? [] : (await call(removeDocuments, { ...selection, dryRun: true })).removed;
		if (found.length > 0 && !(await confirmedByPerson(askToRemove(collection, found), options, terminal))) return 1;
		const { removed } = await call(removeDocuments, selection);
		for (const id of removed) terminal.print(printable(id));
		terminal.note(removedLine(removed.length));
		const missing = filter ? [] : ids.filter((id) => !removed.includes(id));
		for (const id of missing) terminal.note(`not found: ${printable(id)}`);
		return missing.length > 0 ? 1 : 0;
	});
}

function askToRemove(collection: string, found: string[]): string {
	const names = [...found.slice(0, maxNamed), ...(found.length > maxNamed ? ['and more'] : [])];
	return printable(`Remove from ${collection}: ${names.join(', ')}?`);
}

/**
 * Refuses an empty selection, which a shell pattern without matches produces.
 * @throws TroupeError INPUT_INVALID
 */
function checkSelection(ids: string[], filter: Filter | undefined, all: boolean): void {
	const some = ids.length > 0 || filter !== undefined;
	const empty = filter !== undefined && Object.keys(filter).length === 0;
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
	const { in: collection, days, label: labels, dryRun = false } = options;
	return withKnowledge<ExitCode>(terminal, async (call) => {
		const { removed } = await call(retainCollection, { collection, days, labels, dryRun });
		for (const id of removed) terminal.print(printable(id));
		terminal.note(dryRun ? `${countNouns(removed.length, 'document')} would be removed` : removedLine(removed.length));
		return 0;
	});
}

function removedLine(count: number): string {
	return `${countNouns(count, 'document')} removed`;
}
