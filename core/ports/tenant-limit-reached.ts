import { TroupeError } from '../base/errors';
import type { TenantLimits } from './tenants';

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

interface LimitFacts {
	/** `2026-11`, for a limit of a month. */
	month?: string;
	/** Largest first. */
	collections?: Array<{ name: string; characters: number }>;
}

const maxNamed = 3;

/** @param used without the requested amount */
export function tenantLimitReached(
	tenant: string,
	limit: keyof TenantLimits,
	used: number,
	max: number,
	facts: LimitFacts = {},
): TroupeError {
	return new TroupeError({
		code: 'TENANT_LIMIT_REACHED',
		message: `The tenant "${tenant}" may have ${things[limit]!(max)} and has ${used}${listStored(facts)}. Nothing was done.`,
		fix: `${waiting[limit]!}; or raise the limit with \`troupe tenant set\`.`,
		retryable: limit === 'concurrentRuns',
		details: { tenant, limit, used, max, ...facts },
	});
}

/** For example ": handbook 40000, faq 2000 and 3 more". */
function listStored({ collections = [] }: LimitFacts): string {
	if (collections.length === 0) return '';
	const named = collections.slice(0, maxNamed).map(({ name, characters }) => `${name} ${characters}`);
	const more = collections.length - named.length;
	return `: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
