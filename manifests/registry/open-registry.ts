import { type Mark, noMark } from '../../core/base/sealed-rows';
import type { WakeUps } from '../../core/ports/runs/wake-ups';
import type { SnapshotSigner } from './changes/snapshot-signer';
import type { Registry } from './registry';
import type { CheckContent } from './rules/check-content';
import { openStore } from './store/open-store';
import type { Store } from './store/store';
import { StoredRegistry } from './stored-registry';

interface OpenRegistry {
	/** `postgres://…`, or the path of a SQLite file. */
	database: string;
	/** The first edition of the root, as in root.jwt, for a database that has none; of one that has, it has to be an edition of the same root. */
	root?: string;
	/** Snapshot keys; the one that the root of today names signs. */
	keys: readonly SnapshotSigner[];
	/** The rules of agents, which are core's; without them a definition is held against its manifest alone. */
	checkContent?: CheckContent;
	clock?: () => number;
	/** Masks what people write for others; without it, texts stay as they are. */
	hide?: (text: string) => string;
	/** Seals the audit with the key of the installation; without it, changes of its rows stay unseen. */
	mark?: Mark;
	/** Tell other processes of changes, besides the database. */
	wakeUps?: WakeUps;
}

/** @throws TroupeError REGISTRY_NOT_READY, TOKEN_INVALID, STATE_CONFLICT when `root` is another one than the database holds */
export async function openRegistry({ database, ...options }: OpenRegistry): Promise<Registry> {
	return registryOn(await openStore(database), options);
}

/** On a store that is open already, and is closed with it. */
export async function registryOn(
	store: Store,
	{ root, keys, checkContent, clock = Date.now, hide = (text) => text, mark = noMark, wakeUps }: Omit<OpenRegistry, 'database'>,
): Promise<Registry> {
	const registry = new StoredRegistry(store, keys, checkContent, mark, { clock, hide, wakeUps });
	try {
		if (root !== undefined) await registry.pinRoot(root);
		return registry;
	} catch (error) {
		await registry.close();
		throw error;
	}
}
