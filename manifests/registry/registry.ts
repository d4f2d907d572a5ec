import type { Mark } from '../../core/base/sealed-rows';
import type { WakeUps } from '../../core/ports/runs/wake-ups';
import type { Grant } from './access/access-claims';
import type { Revocations } from './access/revocable-access';
import type { TenantAudit } from './audit/tenant-audit';
import type { RecordInAudit } from './changes/tenant-work';
import type { RegistryApi } from './registry-api';

/** The registry on its database. */
export interface Registry extends RegistryApi {
	/** Puts into the audit what is done or refused outside of the database. */
	record: RecordInAudit;
	/** Reads what ended access tokens of a tenant before their time. */
	revocations(tenant: string): Promise<Revocations>;
	/** Notes that an access token is in use. */
	noteUse(grant: Grant): Promise<void>;
	/** Begins what happens by time: snapshots are renewed, rollouts go on. */
	start(): void;
	/** Runs the changes that are due. */
	tick(): Promise<void>;
	/** @throws TroupeError REGISTRY_NOT_READY: without a database that answers, a root, or a snapshot key */
	ready(): Promise<void>;
	/** Resolves when all begun work is done. */
	close(): Promise<void>;
}

export interface RegistryParts {
	clock: () => number;
	hide: (text: string) => string;
	mark: Mark;
	audit?: TenantAudit;
	/** Told of what failed in no call of anybody, and is tried again. */
	reportFault: (fault: unknown) => void;
	wakeUps?: WakeUps;
}
