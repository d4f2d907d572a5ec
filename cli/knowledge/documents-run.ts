import { retainDocuments } from '../../core/knowledge/retain/retain-documents';
import { TroupeError } from '../../core/base/errors';
import type { DocumentState, Filter, StoredDocument } from '../../core/ports';
import { findCollection } from '../../core/knowledge/find-collection';
import type { ExitCode } from '../terminal/report-error';
import { type Column, tableLines } from '../terminal/table-lines';
import { plain, type Terminal } from '../terminal/terminal';
import { withStore } from './with-store';

export interface ListOptions {
	in: string;
	tenant?: string;
	filter?: Filter;
	state?: DocumentState;
	after?: string;
	limit: number;
	json?: boolean;
}

/** The documents by id, each with its state. */
export async function runList(options: ListOptions, terminal: Terminal): Promise<ExitCode> {
	const { in: name, filter, state, after, limit, json } = options;
	return withStore<ExitCode>(terminal, options, async (store) => {
		const collection = await findCollection(store, name);
		const found = await collection.documents({ filter, state }, { after, limit: limit + 1 });
		const shown = found.slice(0, limit);
		if (json) for (const document of shown) terminal.print(JSON.stringify(document));
		else if (shown.length === 0) terminal.note('No document fits.');
		else for (const line of tableLines(columns, shown, terminal, formatOf)) terminal.print(line);
		if (found.length > limit)
			terminal.note(`There are more: --after ${JSON.stringify(shown.at(-1)!.id)} shows the next, --limit more at once.`);
		return 0;
	});
}

const columns: Array<Column<StoredDocument>> = [
	{ name: 'state', title: 'state', value: ({ state, failure }) => failure?.failure ?? state },
	{ name: 'chunks', title: 'chunks', numeric: true, value: ({ chunks }) => chunks },
	{
		name: 'ingested',
		title: 'ingested (UTC)',
		value: ({ ingestedAt }) => new Date(ingestedAt).toISOString().slice(0, 16).replace('T', ' '),
	},
	{ name: 'id', title: 'id', value: ({ id }) => id },
	{ name: 'title', title: 'title', value: ({ title, failure }) => failure?.message ?? title },
];

function formatOf({ state }: StoredDocument): 'red' | undefined {
	return state === 'failed' ? 'red' : undefined;
}

export interface DeleteOptions {
	in: string;
	tenant?: string;
	filter?: Filter;
	all?: boolean;
}

/** Removes documents, or with `all` the collection; says no where an id that was named is not there. */
export async function runDelete(ids: string[], options: DeleteOptions, terminal: Terminal): Promise<ExitCode> {
	const { in: name, filter, all = false } = options;
	checkMeant(ids, filter, all);
	return withStore<ExitCode>(terminal, options, async (store) => {
		const collection = await findCollection(store, name);
		if (all) {
			await store.drop(name);
			terminal.print(`The collection ${plain(name)} is gone.`);
			return 0;
		}
		const removed = await collection.remove({ ...(ids.length > 0 && { ids }), ...(filter && { filter }) });
		for (const id of removed) terminal.print(plain(id));
		terminal.note(removedLine(removed.length));
		const missing = filter ? [] : ids.filter((id) => !removed.includes(id));
		for (const id of missing) terminal.note(`not there: ${plain(id)}`);
		return missing.length > 0 ? 1 : 0;
	});
}

/** Nobody removes all by an empty list, as a shell's pattern that fits nothing makes one. @throws TroupeError INPUT_INVALID */
function checkMeant(ids: string[], filter: Filter | undefined, all: boolean): void {
	const some = ids.length > 0 || filter !== undefined;
	const empty = filter?.kind === 'and' && filter.filters.length === 0;
	if (some !== all && !empty) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: all ? '--all cannot stand beside ids or a filter.' : 'What is to be deleted was not said.',
		fix: 'Name ids, or a filter with conditions, or --all for the collection itself.',
	});
}

export interface RetainOptions {
	in: string;
	tenant?: string;
	days: number;
	label?: string[];
	dryRun?: boolean;
}

/** Removes what is past its time. */
export async function runRetain(options: RetainOptions, terminal: Terminal): Promise<ExitCode> {
	const { in: name, days, label, dryRun = false } = options;
	return withStore<ExitCode>(terminal, options, async (store) => {
		const collection = await findCollection(store, name);
		const ids = await retainDocuments(collection, { days, labels: label, dryRun }, Date.now(), terminal.stop);
		for (const id of ids) terminal.print(plain(id));
		terminal.note(dryRun ? `${ids.length} would go; nothing was removed` : removedLine(ids.length));
		return 0;
	});
}

function removedLine(count: number): string {
	return `${count} document${count === 1 ? ' was' : 's were'} removed`;
}
