import type pg from 'pg';
import { isTroupeError } from '../../../../core/base/errors';
import { policyFolders } from '../../../../core/base/home-folders';
import type { Environment } from '../../../../core/base/settings/setting-names';
import { readSetting } from '../../../../core/base/settings/settings';
import { readStateTable } from '../../../../providers/database/postgres/read-state-table';
import type { TenantRules } from '../../../../core/ports/tenants';
import { findPolicy } from '../../../../providers/compose/guardrails/find-policy';
import { fail, type Finding } from '../../check';

/** A machine that follows a registry or a trust folder can have policies that are published. The doctor does not ask for them. */
const sourcesOfPublished = ['TROUPE_REGISTRY_URL', 'TROUPE_TRUST'] as const;

/** Judges whether this machine has the guardrail policies that tenants of the database require. */
export async function judgeTenantPolicies(client: pg.Client, environment: Environment): Promise<Finding[]> {
	if (sourcesOfPublished.some((setting) => readSetting(setting, environment) !== undefined)) return [];
	const host = { policyFolders: policyFolders(environment), gate: { admit: () => Promise.reject(new Error('nothing is published')) } };
	const findings: Finding[] = [];
	for (const { tenant, rules } of await readRules(client)) {
		for (const name of (JSON.parse(rules) as TenantRules).policies ?? []) {
			const reason = await findPolicy(name, host).then(() => undefined, explain);
			if (reason === undefined) continue;
			findings.push(
				fail(
					`The tenant "${tenant}" requires the guardrail policy "${name}", and nothing of the tenant runs on this machine without it. ${reason}`,
					'Copy its file to a folder of TROUPE_POLICIES, follow the registry that publishes it (TROUPE_REGISTRY_URL), or change the rule with `troupe tenant set`.',
				),
			);
		}
	}
	return findings;
}

async function readRules(client: pg.Client): Promise<Array<{ tenant: string; rules: string }>> {
	const rows = await readStateTable<{ tenant: string; rules: string }>(client, 'tenant_rules');
	return (rows ?? []).toSorted((one, other) => (one.tenant < other.tenant ? -1 : 1));
}

function explain(error: unknown): string {
	if (isTroupeError(error)) return error.message;
	throw error;
}
