/** Composes the guardrail policies that a tenant requires. They add to those of an agent or host. */
import { isTroupeError, TroupeError } from '../../../core/base/errors';
import { defaultTenant } from '../../../core/base/tenant';
import type { GuardParts } from '../../../core/guardrails/policy/check-kind';
import { createPlacedGuard } from '../../../core/guardrails/policy/apply-guardrails';
import { placeChecks } from '../../../core/guardrails/policy/create-guard';
import type { Guard } from '../../../core/guardrails/policy/guard';
import type { PlacedGuardrail } from '../../../core/guardrails/policy/placed-guardrail';
import { findLanguage, readTenantRules, type TenantHost } from '../state/host-tenants';
import type { Host } from '../hosts/host';
import { findPolicy, type PolicyHost } from './find-policy';
import { readStandardWithout } from './standard';
import type { TenantDemands } from './tenant-demands';

/** @throws TroupeError INPUT_INVALID, POLICY_INVALID, MANIFEST_*: without one of its policies, nothing of the tenant may run */
export async function readTenantDemands(host: TenantHost & PolicyHost & Pick<Host, 'demands' | 'environment'>): Promise<TenantDemands> {
	if (host.demands) return host.demands;
	const { tenant = defaultTenant } = host;
	const rules = await readTenantRules(host);
	const find = (name: string) => findPolicy(name, host).catch((error: unknown) => throwForTenant(error, tenant, name));
	const without = readStandardWithout(host.environment);
	return {
		policies: await Promise.all((rules.policies ?? []).map(find)),
		language: findLanguage(rules),
		...(without.length > 0 && { without }),
	};
}

/** Applies the host's guardrails, then the tenant's, which judge the rewritten text. */
export async function createTenantGuard(
	own: readonly PlacedGuardrail[],
	{ policies, language }: TenantDemands,
	parts?: GuardParts,
): Promise<Guard> {
	const placed = await Promise.all(policies.map((policy) => placeChecks(policy, parts)));
	return createPlacedGuard([...own, ...placed.flat()], language);
}

function throwForTenant(error: unknown, tenant: string, name: string): never {
	if (!isTroupeError(error)) throw error;
	const { code, message, fix, retryable, details } = error;
	throw new TroupeError({
		code,
		message: `The tenant "${tenant}" requires the guardrail policy "${name}", and nothing runs without it. ${message}`,
		fix: `${fix} \`troupe tenant set\` changes which policies the tenant requires.`,
		retryable,
		details: { ...details, tenant, policy: name },
		cause: error,
	});
}
