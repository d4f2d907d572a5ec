import { findCollection } from '../../core/knowledge/find-collection';
import { checkAsker } from '../../core/ports';
import type { ExitCode } from '../terminal/report-error';
import { plain, type Terminal } from '../terminal/terminal';
import { withStore } from './with-store';

export interface ReadersOptions {
	in: string;
	set?: string[];
	everybody?: boolean;
}

/** Shows or sets the readers of a collection. A search that begins afterwards keeps to them. */
export async function runReaders({ in: name, set, everybody }: ReadersOptions, terminal: Terminal): Promise<ExitCode> {
	const readers = set && checkAsker(set, 'The option --set');
	await withStore(terminal, async (store) => {
		const collection = await findCollection(store, name);
		if (readers || everybody) await collection.setReaders(readers);
		const { readers: current } = await collection.statistics();
		for (const line of current ?? ['everybody']) terminal.print(plain(line));
	});
	return 0;
}
