import type { TenantRules } from '../../../core/ports/tenants';

/** Tells whether the tenant says how long it keeps something. */
export const hasRetention = ({ retentionDays, runDays, retention }: TenantRules): boolean =>
	[retentionDays, runDays, retention].some((rule) => rule !== undefined);
