import type { AgentParts } from '../../../core/agents/agent-parts';
import { isTroupeError } from '../../../core/base/errors';
import { defaultTenant } from '../../../core/base/tenant';
import { systemClock } from '../../../core/ports/host';
import type { LimitShare } from '../../../core/ports/tenants';
import type { UsageHost } from '../hosts/model-host';
import { announceBudget } from '../models/announce-budget';
import { openTenants, readTenantRules } from './host-tenants';

/** A killed run counts as running for its max time, and this much longer. */
const slackMs = 60_000;

/** None if the tenant has no limit on runs. */
export async function composeQuota(host: UsageHost, agent: string, runMs: number): Promise<Pick<AgentParts, 'enter'>> {
	const { tenant = defaultTenant, clock = systemClock } = host;
	const rules = await readTenantRules(host);
	if (rules.agents === undefined && rules.runsPerMonth === undefined && rules.concurrentRuns === undefined) return {};
	const store = (await openTenants(host))!;
	const announce = (share: Reached) => announceBudget(host, toEvent(tenant, share));
	return {
		async enter(runId) {
			const now = clock.now();
			const entry = { tenant, runId, agent, rules, until: now + runMs + slackMs, now };
			const shares = await store.enter(entry).catch(async (error: unknown) => {
				if (isTroupeError(error) && error.details.limit === 'runsPerMonth') await announce({ ...(error.details as Refused), percent: 100 });
				throw error;
			});
			// Every run announces reached limits: a killed run leaves it to the next.
			const leave = () => store.leave(tenant, runId);
			try {
				for (const share of shares) await announce(share);
			} catch (error) {
				await leave();
				throw error;
			}
			return {
				leave,
				warnings: shares.filter(({ isFirst }) => isFirst).map((share) => describeShare(tenant, share)),
			};
		},
	};
}

type Reached = Pick<LimitShare, 'percent' | 'used' | 'max' | 'month'>;
type Refused = Pick<LimitShare, 'used' | 'max' | 'month'>;

/** Months end in the tenant's time zone, so the month is named instead of its end. */
function toEvent(tenant: string, { percent, used, max, month }: Reached): Parameters<typeof announceBudget>[1] {
	const name = `tenant ${tenant} runs`;
	return {
		budget: { name, tenant, per: 'month' },
		percent,
		field: 'runs',
		cap: max,
		spent: used,
		resetsAt: null,
		key: JSON.stringify([name, month, max, percent]),
	};
}

const describeShare = (tenant: string, { percent, used, max, month }: LimitShare): string =>
	`The tenant "${tenant}" has used ${percent} % of its runs in ${month}: ${used} of ${max}.`;
