import { TroupeError } from '../base/errors';
import type { TenantLimits } from './tenants';

/** How the fix of each limit starts. */
const waiting: Partial<Record<keyof TenantLimits, string>> = {
	agents: 'Run one of the agents that this tenant already uses, or wait until one was not used for 31 days',
	runsPerMonth: 'Wait until the next month',
	concurrentRuns: 'Try again when a run has ended',
	storedCharacters: 'Remove documents with `troupe knowledge delete`',
};

const things: Partial<Record<keyof TenantLimits, (max: number) => string>> = {
	agents: (max) => `${max} different agents in 31 days`,
	runsPerMonth: (max) => `${max} runs a month`,
	concurrentRuns: (max) => `${max} runs at the same time`,
	storedCharacters: (max) => `${max} characters in its collections`,
};

/** @param used what is in use already, without what was asked for @param month `2026-11`, for a limit of a month */
export function tenantLimitReached(tenant: string, limit: keyof TenantLimits, used: number, max: number, month?: string): TroupeError {
	return new TroupeError({
		code: 'TENANT_LIMIT_REACHED',
		message: `The tenant "${tenant}" may have ${things[limit]!(max)} and has ${used}. Nothing was done.`,
		fix: `${waiting[limit]!}; or raise the limit with \`troupe tenant set\`.`,
		retryable: limit === 'concurrentRuns',
		details: { tenant, limit, used, max, ...(month !== undefined && { month }) },
	});
}
