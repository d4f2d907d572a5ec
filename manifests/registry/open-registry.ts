import { type Mark, noMark } from '../../core/base/sealed-rows';
import { getErrorMessage } from '../../core/base/errors';
import { warnOperator } from '../../core/guardrails/masking/warn-operator';
import type { WakeUps } from '../../core/ports/runs/wake-ups';
import type { TenantAudit } from './audit/tenant-audit';
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
	/** Marks audit entries with the key of the installation until the log has them; without it, changes of their rows stay unseen. */
	mark?: Mark;
	/** Takes the audit entries. Without it, they wait in the database. */
	audit?: TenantAudit;
	/** Told of what failed in no call of anybody, and is tried again. Default: whoever operates the process is warned. */
	reportFault?: (fault: unknown) => void;
	/** Tell other processes of changes, besides the database. */
	wakeUps?: WakeUps;
}

/** @throws TroupeError REGISTRY_NOT_READY, TOKEN_INVALID, STATE_CONFLICT when `root` is another one than the database holds */
export async function openRegistry({ database, ...options }: OpenRegistry): Promise<Registry> {
	return registryOn(await openStore(database), options);
}

/** On a store that is open already, and is closed with it. */
export async function registryOn(store: Store, { root, keys, checkContent, ...parts }: Omit<OpenRegistry, 'database'>): Promise<Registry> {
	const { clock = Date.now, hide = (text) => text, mark = noMark, reportFault = warn, audit, wakeUps } = parts;
	const registry = new StoredRegistry(store, keys, checkContent, { clock, hide, mark, audit, reportFault, wakeUps });
	try {
		if (root !== undefined) await registry.pinRoot(root);
		return registry;
	} catch (error) {
		await registry.close();
		throw error;
	}
}

const warn = (fault: unknown) => warnOperator(getErrorMessage(fault), { code: 'TROUPE_REGISTRY' });
