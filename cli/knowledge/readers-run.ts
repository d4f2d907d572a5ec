import { checkAsker } from '../../core/ports/knowledge/readers';
import { listChanges, setAccess, showAccess } from '../../service/operations/knowledge/collections';
import type { ExitCode } from '../terminal/report-error';
import { tellMore } from '../terminal/tell-more';
import { printable, type Terminal } from '../terminal/terminal';
import { withKnowledge } from './with-knowledge';

export interface ListsOptions {
	in: string;
	set?: string[];
	everybody?: boolean;
}

export async function runLists(
	list: 'readers' | 'writers',
	{ in: collection, set, everybody }: ListsOptions,
	terminal: Terminal,
): Promise<ExitCode> {
	const names = set && checkAsker(set, 'The option --set');
	await withKnowledge(terminal, async (call) => {
		const { [list]: current } =
			names || everybody ? await call(setAccess, { collection, [list]: names ?? null }) : await call(showAccess, { collection });
		for (const line of current ?? ['everybody']) terminal.print(printable(line));
	});
	return 0;
}

export interface ChangesOptions {
	in: string;
	limit: number;
	json?: boolean;
}

export async function runChanges({ in: name, limit, json }: ChangesOptions, terminal: Terminal): Promise<ExitCode> {
	await withKnowledge(terminal, async (call) => {
		const list = await call(listChanges, { collection: name, limit });
		for (const change of list.items) {
			const { at, writer, kind, documentId = name, before, after } = change;
			const what = [before, after].flatMap((one) => (one ? [JSON.stringify(one)] : [])).join(' ');
			terminal.print(json ? JSON.stringify(change) : printable(`${at} ${writer} ${kind} ${documentId} ${what}`.trim()));
		}
		if (!json) tellMore(list, terminal);
	});
	return 0;
}
