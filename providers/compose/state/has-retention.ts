import type { TenantRules } from '../../../core/ports/tenants';

export const hasRetention = ({ retentionDays, runDays, retention }: TenantRules): boolean =>
	[retentionDays, runDays, retention].some((rule) => rule !== undefined);
