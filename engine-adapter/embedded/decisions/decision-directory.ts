import { parseJson } from '../../../core/base/text/json/lossless-json';
import { TroupeError } from '../../../core/base/errors';
import type { Variables } from '../../engine/variables';
import type { Kernel } from '../flow/kernel';
import { rowsPerLook } from '../state/instances/instance-directory';
import type { TenantIds } from '../state/tenants';
import { buildWhereClause, ofTenants } from '../state/where-clause';
import { describeEvaluation, type DecisionInstance } from './decision-instances';
import type { DecisionVersion } from './decision-store';

export interface DecisionSummary {
	tenantId: string;
	decisionKey: string;
	decisionId: string;
	name: string;
	version: number;
	versionTag?: string;
	requirementsKey: string;
	requirementsId: string;
	requirementsName: string;
	requirementsVersion: number;
}

export interface RequirementsSummary {
	tenantId: string;
	requirementsKey: string;
	requirementsId: string;
	name: string;
	version: number;
	resourceName: string;
}

/** In order of deployment, the first 1,000 after a key. */
export function searchDecisions(
	kernel: Kernel,
	{ key, decisionId, after, tenants }: { key?: string; decisionId?: string; after?: string; tenants: TenantIds },
): DecisionSummary[] {
	const clause = buildWhereClause({ 'decision.key': key, decision_id: decisionId }, { 'decision.key': after }, 'every');
	const { where, values } = ofTenants(clause, tenants, 'decision.tenant_id');
	return kernel.database.all<DecisionSummary>(
		`SELECT decision.tenant_id AS tenantId, CAST(decision.key AS TEXT) AS decisionKey, decision_id AS decisionId, decision.name, decision.version, version_tag AS versionTag,
			CAST(model.key AS TEXT) AS requirementsKey, requirements_id AS requirementsId, model.name AS requirementsName, model.version AS requirementsVersion
		FROM decision JOIN decision_requirements AS model ON model.key = requirements_key ${where} ORDER BY decision.key LIMIT ${rowsPerLook}`,
		...values,
	);
}

/** In order of deployment, the first 1,000 after a key. */
export function searchRequirements(
	kernel: Kernel,
	{ key, after, tenants }: { key?: string; after?: string; tenants: TenantIds },
): RequirementsSummary[] {
	const { where, values } = ofTenants(buildWhereClause({ key }, { key: after }, 'every'), tenants, 'tenant_id');
	return kernel.database.all<RequirementsSummary>(
		`SELECT tenant_id AS tenantId, CAST(key AS TEXT) AS requirementsKey, requirements_id AS requirementsId, name, version, resource_name AS resourceName
		FROM decision_requirements ${where} ORDER BY key LIMIT ${rowsPerLook}`,
		...values,
	);
}

export function readRequirementsXml(kernel: Kernel, key: string, tenants: TenantIds): string | undefined {
	if (searchRequirements(kernel, { key, tenants }).length === 0) return undefined;
	return kernel.database.get<{ content: string }>('SELECT content FROM decision_requirements WHERE key = ?', key)?.content;
}

/** In order of evaluation, the first 1,000 after one. */
export function searchDecisionInstances(
	kernel: Kernel,
	{ key, instanceKey, after, tenants }: { key?: string; instanceKey?: string; after?: string; tenants: TenantIds },
): DecisionInstance[] {
	const { where, values } = ofTenants(buildWhereClause({ key, instance_key: instanceKey }, { key: after }, 'every'), tenants, 'tenant_id');
	// A search goes on after a whole evaluation.
	const rows = kernel.database.all<{ description: string }>(
		`SELECT description FROM decision_instance WHERE key IN
			(SELECT DISTINCT key FROM decision_instance ${where} ORDER BY key LIMIT ${rowsPerLook}) ORDER BY key, place`,
		...values,
	);
	return rows.map(({ description }) => parseJson(description) as DecisionInstance);
}

export function findDecisionInstance(kernel: Kernel, ownKey: string, tenants: TenantIds): DecisionInstance | undefined {
	const [key, place] = ownKey.split('-').map(Number);
	const row = kernel.database.get<{ description: string }>(
		'SELECT description FROM decision_instance WHERE key = ? AND place = ?',
		key!,
		place!,
	);
	const instance = row && (parseJson(row.description) as DecisionInstance);
	return instance && isOf(instance.tenantId, tenants) ? instance : undefined;
}

const isOf = (tenantId: string, tenants: TenantIds): boolean => tenants === 'every' || tenants.includes(tenantId);

export interface Evaluation {
	decision: DecisionSummary;
	/** JSON. */
	output: string;
	/** The last one failed if there is a failure. */
	instances: DecisionInstance[];
}

/** By key, or the latest version of an id. Not stored: no instance would remove it. @throws TroupeError DECISION_NOT_FOUND */
export function evaluateDecision(
	kernel: Kernel,
	{ key, decisionId, tenantId }: { key?: string; decisionId?: string; tenantId: string },
	variables: Variables,
): Evaluation {
	const named = key === undefined ? kernel.decisions.findLatest(tenantId, decisionId ?? '') : kernel.decisions.findByKey(key);
	const found = named?.tenantId === tenantId ? named : undefined;
	if (!found) throw notFound(key === undefined ? `id '${decisionId ?? ''}'` : `key '${key}'`);
	const host = { lookUp: (name: string) => (Object.hasOwn(variables, name) ? variables[name] : undefined), now: () => kernel.clock.now() };
	const outcome = kernel.decisions.evaluate(found, host);
	const instances = describeEvaluation(kernel, found, outcome);
	return { decision: summarize(kernel, found), output: outcome.kind === 'evaluated' ? instances.at(-1)!.result : 'null', instances };
}

const summarize = (kernel: Kernel, { key }: DecisionVersion): DecisionSummary =>
	searchDecisions(kernel, { key: String(key), tenants: 'every' })[0]!;

const notFound = (what: string): TroupeError =>
	new TroupeError({
		code: 'DECISION_NOT_FOUND',
		message: `Expected to evaluate a decision, but found none with ${what}.`,
		fix: 'Deploy the DMN file, or check the id.',
	});
