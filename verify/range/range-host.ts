import type { GuardrailPolicy } from '../../core/guardrails/policy/guardrail-policy';
import { composeGuardParts } from '../../providers/compose/guardrails/guard-parts';
import { createTenantGuard, readTenantDemands } from '../../providers/compose/guardrails/tenant-policies';
import type { TenantDemands } from '../../providers/compose/guardrails/tenant-demands';
import type { Host } from '../../providers/compose/hosts/host';
import { openHost } from '../../cli/host';
import type { Range } from './range';
import { quietTerminal } from './quiet-terminal';

/** Texts of a harmless scene. */
const harmless = [
	['input', 'Where is my order A-1?'],
	['tool-result', 'Your order is on its way.'],
	['output', 'Your order is on its way.'],
] as const;

/**
 * Reads what the tenant of a host demands, without the checks that stop harmless texts, such as those in English: no attack would get as far as the
 * boundary that it tries.
 * @param onLeftOut called with the policy and its check
 */
async function readPassableDemands(host: Host, onLeftOut: (policy: string, check: string) => void): Promise<TenantDemands> {
	const demands = await readTenantDemands(host);
	const policies: GuardrailPolicy[] = [];
	for (const policy of demands.policies) {
		const checks = [];
		for (const check of policy.checks) {
			if (await passes({ ...policy, checks: [check] }, host)) checks.push(check);
			else onLeftOut(policy.id, check.name ?? check.check);
		}
		policies.push({ ...policy, checks });
	}
	return { ...demands, policies };
}

async function passes(policy: GuardrailPolicy, host: Host): Promise<boolean> {
	const guard = await createTenantGuard([], { policies: [policy] }, await composeGuardParts(host, [policy]));
	for (const [stage, text] of harmless) {
		const { outcome } = await guard.check(stage, text);
		if (outcome === 'blocked' || outcome === 'needs-human') return false;
	}
	return true;
}

/** Opens the host of the command line, as each command of the installation gets it, with the home of the range. */
export const openRangeHost = (range: Range): Promise<Host> =>
	range.once('host', async () => {
		const host = await openHost(quietTerminal(range.environment, range.installation.tenant));
		const gated = range.gate ? { ...host, gate: range.gate, published: undefined } : host;
		return { ...gated, demands: await readPassableDemands(gated, (policy, check) => range.leaveOut(`check ${check} of policy ${policy}`)) };
	});
