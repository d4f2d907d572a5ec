import { findCollection } from '../../../core/knowledge/find-collection';
import type { Collection } from '../../../core/ports/knowledge/knowledge-store';
import { countNouns } from '../../terminal/format-text';
import type { ExitCode } from '../../terminal/report-error';
import { printable, type Terminal } from '../../terminal/terminal';
import { thisUser } from '../this-user';
import { withStore } from '../with-store';

export interface QuarantineOptions {
	in: string;
	release?: string[];
	json?: boolean;
}

const documentsAtOnce = 1_000;

/** Lists the documents in quarantine, or releases some. Exits with 1 when one to release is not in quarantine. */
export async function runQuarantine({ in: name, release, json }: QuarantineOptions, terminal: Terminal): Promise<ExitCode> {
	return withStore<ExitCode>(terminal, async (store) => {
		const collection = await findCollection(store, name);
		if (!release) return list(collection, json, terminal);
		const released = await collection.release(release, thisUser());
		for (const id of released) terminal.print(printable(id));
		const missing = release.filter((id) => !released.includes(id));
		for (const id of missing) terminal.note(`not in quarantine: ${printable(id)}`);
		return missing.length > 0 ? 1 : 0;
	});
}

async function list(collection: Collection, json: boolean | undefined, terminal: Terminal): Promise<ExitCode> {
	let [after, count]: [string | undefined, number] = [undefined, 0];
	for (;;) {
		const page = await collection.documents({ state: 'quarantined' }, { after, limit: documentsAtOnce });
		for (const { id, title, source, quarantined } of page)
			terminal.print(
				json ? JSON.stringify({ id, title, source, reason: quarantined }) : `${printable(id)}: ${printable(quarantined ?? '')}`,
			);
		count += page.length;
		after = page.at(-1)?.id;
		if (page.length < documentsAtOnce) break;
	}
	if (!json) terminal.note(`in quarantine: ${countNouns(count, 'document')}`);
	return 0;
}
