import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { EvaluationSet } from '../../core/evaluation/cases/evaluation-set';
import type { EvaluationResult } from '../../core/evaluation/evaluation-result';
import { defaultTenant } from '../../core/base/tenant';
import { composeQualityStore } from '../../providers/compose/evaluation/live-quality';
import type { Host } from '../../providers/compose/host';

/** Two versions of an agent have the same cases: the agent is not part of what is asked. */
export function hashSet({ agent: _, ...set }: EvaluationSet): string {
	return hashOf({ ...set, cases: set.cases.map(({ agent: _agent, ...one }) => one) });
}

export const hashOf = (value: unknown): string => hash('sha256', canonicalize(value) ?? '');

/** Adds the result to the history of each agent that the set ran. Cases that could not run count for none. */
export async function storeResult(set: EvaluationSet, { cases }: EvaluationResult, host: Host): Promise<void> {
	const store = await composeQualityStore(host);
	const ran = cases.flatMap((one) => (one.agent ? [{ ...one, agent: one.agent }] : []));
	for (const own of Map.groupBy(ran, ({ agent }) => `${agent.id}\n${agent.version}`).values()) {
		const { id, version } = own[0]!.agent;
		const passed = own.filter((one) => one.passed).length;
		const score = own.reduce((sum, one) => sum + one.score, 0) / own.length;
		const about = { agent: id, version, set: set.name, setSha256: hashSet(set) };
		await store?.addEvaluation(host.tenant ?? defaultTenant, { ...about, cases: own.length, passed, score, at: Date.now() });
	}
}
