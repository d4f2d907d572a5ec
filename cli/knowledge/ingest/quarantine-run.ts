import { listDocuments, releaseDocuments } from '../../../service/operations/knowledge/documents';
import { countNouns } from '../../terminal/format-text';
import type { ExitCode } from '../../terminal/report-error';
import { printable, type Terminal } from '../../terminal/terminal';
import { type CallKnowledge, withKnowledge } from '../with-knowledge';

export interface QuarantineOptions {
	in: string;
	release?: string[];
	json?: boolean;
}

const documentsAtOnce = 1_000;

/** Lists the documents in quarantine, or releases some. Exits with 1 when one to release is not in quarantine. */
export async function runQuarantine({ in: collection, release, json }: QuarantineOptions, terminal: Terminal): Promise<ExitCode> {
	return withKnowledge<ExitCode>(terminal, async (call) => {
		if (!release) return list(collection, json, { call, terminal });
		const { released } = await call(releaseDocuments, { collection, ids: release });
		for (const id of released) terminal.print(printable(id));
		const missing = release.filter((id) => !released.includes(id));
		for (const id of missing) terminal.note(`not in quarantine: ${printable(id)}`);
		return missing.length > 0 ? 1 : 0;
	});
}

async function list(
	collection: string,
	json: boolean | undefined,
	{ call, terminal }: { call: CallKnowledge; terminal: Terminal },
): Promise<ExitCode> {
	let [cursor, count]: [string | undefined, number] = [undefined, 0];
	do {
		const page: Awaited<ReturnType<typeof listDocuments.perform>> = await call(listDocuments, {
			collection,
			state: 'quarantined' as const,
			cursor,
			limit: documentsAtOnce,
		});
		for (const { id, title, source, quarantined } of page.items)
			terminal.print(
				json ? JSON.stringify({ id, title, source, reason: quarantined }) : `${printable(id)}: ${printable(quarantined ?? '')}`,
			);
		count += page.items.length;
		cursor = page.cursor;
	} while (cursor !== undefined);
	if (!json) terminal.note(`in quarantine: ${countNouns(count, 'document')}`);
	return 0;
}
