import { findCollection } from '../../core/knowledge/find-collection';
import { checkAsker } from '../../core/ports/knowledge/readers';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';
import { thisUser } from './this-user';
import { withStore } from './with-store';

export interface ListsOptions {
	in: string;
	set?: string[];
	everybody?: boolean;
}

/** Shows or sets the readers or writers of a collection. What begins afterwards keeps to them. */
export async function runLists(
	list: 'readers' | 'writers',
	{ in: name, set, everybody }: ListsOptions,
	terminal: Terminal,
): Promise<ExitCode> {
	const names = set && checkAsker(set, 'The option --set');
	await withStore(terminal, async (store) => {
		const collection = await findCollection(store, name);
		if (names || everybody) await collection.setAccess({ [list]: names }, thisUser());
		const { [list]: current } = await collection.access();
		for (const line of current ?? ['everybody']) terminal.print(printable(line));
	});
	return 0;
}

export interface ChangesOptions {
	in: string;
	limit: number;
	json?: boolean;
}

/** Lists the changes of labels and lists. */
export async function runChanges({ in: name, limit, json }: ChangesOptions, terminal: Terminal): Promise<ExitCode> {
	await withStore(terminal, async (store) => {
		for (const change of await (await findCollection(store, name)).changes(limit)) {
			const { at, writer, kind, documentId = name, before, after } = change;
			const time = new Date(at).toISOString();
			const what = [before, after].flatMap((one) => (one ? [JSON.stringify(one)] : [])).join(' ');
			terminal.print(json ? JSON.stringify({ ...change, at: time }) : printable(`${time} ${writer} ${kind} ${documentId} ${what}`.trim()));
		}
	});
	return 0;
}
