import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { KnowledgeStore } from '../../../core/ports/knowledge/knowledge-store';
import { openChromaKnowledgeStore } from '../../../providers/knowledge/sql-knowledge-store';
import { startChroma } from '../../../test/support/servers/chroma-server';
import { ensureChroma } from '../../../scripts/lib/knowledge-servers.mjs';
import { SetupError } from '../../../scripts/lib/setup-error.mjs';

/** A store on a real Chroma server whose data stay in a folder; filled under another name, so that what was interrupted is begun anew. */
export async function withChroma(
	folder: string,
	fill: (store: KnowledgeStore) => Promise<void>,
	act: (store: KnowledgeStore) => Promise<void>,
): Promise<void> {
	const python = await findChroma();
	if (python === undefined) return;
	if (!existsSync(folder)) {
		const filled = `${folder}.${process.pid}`;
		try {
			await onServer(python, filled, fill);
			renameSync(filled, folder);
		} finally {
			rmSync(filled, { recursive: true, force: true });
		}
	}
	await onServer(python, folder, act);
}

/** Undefined where it cannot be had here, which is told. */
async function findChroma(): Promise<string | undefined> {
	try {
		return (await ensureChroma({ progress: (line: string) => console.error(line) })).python;
	} catch (fault) {
		if (!(fault instanceof SetupError)) throw fault;
		console.log(`Chroma is not measured: ${fault.message}`);
		return undefined;
	}
}

async function onServer(python: string, folder: string, act: (store: KnowledgeStore) => Promise<void>): Promise<void> {
	mkdirSync(folder, { recursive: true });
	const chroma = await startChroma(python, folder);
	try {
		const store = await openChromaKnowledgeStore(chroma, join(folder, 'knowledge.db'));
		try {
			await act(store);
		} finally {
			await store.close();
		}
	} finally {
		await chroma.stop();
	}
}
