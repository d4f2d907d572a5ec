import type { Mark } from '../../core/base/sealed-rows';
import type { WakeUps } from '../../core/ports/runs/wake-ups';
import type { Grant } from './access/access-claims';
import type { Revocations } from './access/revocable-access';
import type { TenantAudit } from './audit/tenant-audit';
import type { RecordInAudit } from './changes/tenant-work';
import type { RegistryApi } from './registry-api';

export interface Registry extends RegistryApi {
	record: RecordInAudit;
	revocations(tenant: string): Promise<Revocations>;
	noteUse(grant: Grant): Promise<void>;
	start(): void;
	tick(): Promise<void>;
	/** @throws TroupeError REGISTRY_NOT_READY without a database that answers, a root, or a snapshot key */
	ready(): Promise<void>;
	close(): Promise<void>;
}

export interface RegistryParts {
	clock: () => number;
	hide: (text: string) => string;
	mark: Mark;
	audit?: TenantAudit;
	reportFault: (fault: unknown) => void;
	wakeUps?: WakeUps;
}
