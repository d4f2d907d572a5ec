import type { UsageHost } from '../../../providers/compose/hosts/model-host';
import { defaultTenant } from '../../../core/base/tenant';

export interface UsagePlace extends UsageHost {
	stateFolder: string;
	agentFolders: string[];
	/** The machine's operator sees all tenants' calls, or one's. HTTP callers see their own. */
	operator?: { tenant?: string; note: (line: string) => void };
}

/** Undefined for all tenants. */
export const seenTenant = ({ operator, tenant = defaultTenant }: UsagePlace): string | undefined => (operator ? operator.tenant : tenant);
