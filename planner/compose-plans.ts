import type { RootDocument } from '../manifests/documents/root-document';
import { defaultTenant } from '../core/base/tenant';
import { systemClock } from '../core/ports/host';
import type { Host } from '../providers/compose/hosts/host';
import { openHostPlans } from '../providers/compose/state/host-plans';
import { composeSkills, type SkillOptions } from './compose-skills';
import { openStatementKeys } from './confirm/open-statement-keys';
import { openPlans, type PlanParts } from './open-plans';
import type { Plans } from './plans';

export interface PlansOptions extends SkillOptions, Pick<PlanParts, 'withEngine'> {
	readRoot: () => Promise<RootDocument>;
}

/** Composes the plans of a host: its store, models, manifests and engines. */
export async function composePlans(
	host: Host & { stateFolder: string },
	{ readRoot, withEngine, ...options }: PlansOptions,
): Promise<Plans> {
	return openPlans({
		tenant: host.tenant ?? defaultTenant,
		clock: host.clock ?? systemClock,
		kept: await openHostPlans(host),
		skills: composeSkills(host, options),
		keys: openStatementKeys(host, readRoot),
		withEngine,
	});
}
