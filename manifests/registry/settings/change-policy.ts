import { stalePolicies } from '../../documents/document-words';
import { maxOfflineSeconds } from '../../documents/documents';
import { checkEvaluationRules } from '../../evidence/evaluation-rule';
import { checkSandboxDemand } from '../../evidence/sandbox-demand';
import type { Change } from '../changes/change';
import { invalid } from '../changes/request-fields';
import type { TenantPolicy } from '../registry-api';
import type { Connection, Database, TenantRow } from '../store/tables';

const maxGraceSeconds = 30 * 86_400;

/** Conditions for approvals. Instances do not see them. */
type ApprovalDemands = Pick<TenantPolicy, 'sandbox' | 'evaluations'>;

export async function readPolicy(connection: Database | Connection): Promise<TenantPolicy> {
	const head = await connection.selectFrom('tenants').select(['policy', 'demands']).executeTakeFirst();
	return { ...(JSON.parse(head?.policy ?? '{}') as TenantPolicy), ...(head && parseDemands(head)) };
}

export const parseDemands = ({ demands }: Pick<TenantRow, 'demands'>): ApprovalDemands => JSON.parse(demands) as ApprovalDemands;

/** Absent fields return to their defaults. */
export function setPolicy(change: Change, policy: TenantPolicy): TenantPolicy {
	const rules = checkRules(policy);
	const demands = checkDemands(policy);
	const stored = { ...rules, ...demands };
	const text = JSON.stringify(rules);
	const demandsText = JSON.stringify(demands);
	if (text === change.head.policy && demandsText === change.head.demands) return stored;
	Object.assign(change.head, { policy: text, demands: demandsText });
	change.event('policy.changed', {});
	change.note({ ...stored });
	change.touchSnapshot();
	return stored;
}

function checkRules({ unknownPackages, unlistedAgents, stalePolicy, graceSeconds, offlineSeconds }: TenantPolicy): TenantPolicy {
	for (const [field, value] of Object.entries({ unknownPackages, unlistedAgents }))
		if (value !== undefined && !['allow', 'deny'].includes(value)) throw invalid(field, 'is wrong', 'allow or deny');
	if (stalePolicy !== undefined && !stalePolicies.includes(stalePolicy))
		throw invalid('stalePolicy', 'is wrong', `one of ${stalePolicies.join(', ')}`);
	for (const [field, value, max] of [
		['graceSeconds', graceSeconds, maxGraceSeconds],
		['offlineSeconds', offlineSeconds, maxOfflineSeconds],
	] as const)
		if (value !== undefined && !(Number.isInteger(value) && value >= 0 && value <= max))
			throw invalid(field, 'is wrong', `a whole number from 0 to ${max}`);
	return {
		...(unknownPackages && { unknownPackages }),
		...(unlistedAgents && { unlistedAgents }),
		...(stalePolicy && { stalePolicy }),
		...(graceSeconds !== undefined && { graceSeconds }),
		...(offlineSeconds !== undefined && { offlineSeconds }),
	};
}

function checkDemands({ sandbox, evaluations = [] }: TenantPolicy): ApprovalDemands {
	checkEvaluationRules(evaluations);
	return { ...(sandbox && { sandbox: checkSandboxDemand(sandbox) }), ...(evaluations.length > 0 && { evaluations }) };
}
