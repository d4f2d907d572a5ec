import type { UsageHost } from '../../../providers/compose/hosts/model-host';
import { defaultTenant } from '../../../core/base/tenant';

/** Where calls of models are counted. */
export interface UsagePlace extends UsageHost {
	stateFolder: string;
	agentFolders: string[];
	/** Whoever works on the machine itself sees the calls of all tenants, or of one. Callers over HTTP see those of their own. */
	operator?: { tenant?: string; note: (line: string) => void };
}

/** Returns whose calls are seen; undefined for those of all tenants. */
export const seenTenant = ({ operator, tenant = defaultTenant }: UsagePlace): string | undefined => (operator ? operator.tenant : tenant);
