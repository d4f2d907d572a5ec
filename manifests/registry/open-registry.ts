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
	/** First root edition, as in root.jwt, for an empty database; otherwise an edition of the same root. */
	root?: string;
	keys: readonly SnapshotSigner[];
	/** Core's rules for agents; without them a definition is checked only against its manifest. */
	checkContent?: CheckContent;
	clock?: () => number;
	/** Masks free text; without it, texts stay unchanged. */
	hide?: (text: string) => string;
	/** Authenticates waiting audit entries with the installation's key; without it, changes of their rows stay unnoticed. */
	mark?: Mark;
	/** Without it, audit entries wait in the database. */
	audit?: TenantAudit;
	/** Called with background faults, which are retried. Default: a warning to the operator. */
	reportFault?: (fault: unknown) => void;
	wakeUps?: WakeUps;
}

/** @throws TroupeError REGISTRY_NOT_READY, TOKEN_INVALID, STATE_CONFLICT when `root` differs from the database's */
export async function openRegistry({ database, ...options }: OpenRegistry): Promise<Registry> {
	return registryOn(await openStore(database), options);
}

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
