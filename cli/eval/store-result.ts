import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { EvaluationSet } from '../../core/evaluation/cases/evaluation-set';
import type { EvaluationResult } from '../../core/evaluation/evaluation-result';
import { isAnsweredBySet } from '../../core/evaluation/summarize-result';
import { defaultTenant } from '../../core/base/tenant';
import { composeQualityStore } from '../../providers/compose/evaluation/live-quality';
import type { Host } from '../../providers/compose/host';

/** Two versions of an agent have the same cases: the agent is not part of what is asked. */
export function hashSet({ agent: _, ...set }: EvaluationSet): string {
	return hashOf({ ...set, cases: set.cases.map(({ agent: _agent, ...one }) => one) });
}

export const hashOf = (value: unknown): string => hash('sha256', canonicalize(value) ?? '');

/**
 * Adds the result to the history of each agent that the set ran. Cases that could not run, or that the set answered in place of the agent's model,
 * count for none.
 * @returns how many cases the set answered
 */
export async function storeResult(set: EvaluationSet, { cases }: EvaluationResult, host: Host): Promise<number> {
	const store = await composeQualityStore(host);
	const asked = cases.filter((one) => !isAnsweredBySet(one));
	const ran = asked.flatMap((one) => (one.agent ? [{ ...one, agent: one.agent }] : []));
	for (const own of Map.groupBy(ran, ({ agent }) => `${agent.id}\n${agent.version}`).values()) {
		const { id, version } = own[0]!.agent;
		const passed = own.filter((one) => one.passed).length;
		const score = own.reduce((sum, one) => sum + one.score, 0) / own.length;
		const about = { agent: id, version, set: set.name, setSha256: hashSet(set) };
		await store?.addEvaluation(host.tenant ?? defaultTenant, { ...about, cases: own.length, passed, score, at: Date.now() });
	}
	return cases.length - asked.length;
}
