import { hash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { EvaluationSet } from '../../../core/evaluation/cases/evaluation-set';
import type { EvaluationResult } from '../../../core/evaluation/evaluation-result';
import { isAnsweredBySet } from '../../../core/evaluation/summarize-result';
import { findWorse, type WorseEvaluation } from '../../../core/evaluation/live/find-worse';
import { defaultTenant } from '../../../core/base/tenant';
import type { Host } from '../hosts/host';
import { maxDays } from '../../state/quality/count-day';
import { composeQualityStore } from './quality-store';

/** Two versions of an agent have the same cases, so the agent is not hashed. */
export function hashSet({ agent: _, ...set }: EvaluationSet): string {
	return hashOf({ ...set, cases: set.cases.map(({ agent: _agent, ...one }) => one) });
}

export const hashOf = (value: unknown): string => hash('sha256', canonicalize(value) ?? '');

export interface StoredResult {
	left: number;
	notRun: number;
	worse: WorseEvaluation[];
}

/** Adds the result to the history of each agent of the set. Cases that could not run, or that the set answered for the model, do not count. */
export async function storeResult(set: EvaluationSet, { cases }: EvaluationResult, host: Host): Promise<StoredResult> {
	const store = await composeQualityStore(host);
	const asked = cases.filter((one) => !isAnsweredBySet(one));
	const worse: WorseEvaluation[] = [];
	const ran = asked.flatMap((one) => (one.agent ? [{ ...one, agent: one.agent }] : []));
	for (const own of Map.groupBy(ran, ({ agent }) => `${agent.id}\n${agent.version}`).values()) {
		const { id, version } = own[0]!.agent;
		const passed = own.filter((one) => one.passed).length;
		const score = own.reduce((sum, one) => sum + one.score, 0) / own.length;
		const about = { agent: id, version, set: set.name, setSha256: hashSet(set) };
		const result = { ...about, cases: own.length, passed, score, at: Date.now() };
		const { evaluations = [] } = (await store?.history(host.tenant ?? defaultTenant, id, maxDays)) ?? {};
		worse.push(
			...findWorse([...evaluations, result])
				.slice(-1)
				.filter(({ worseThan }) => worseThan),
		);
		await store?.addEvaluation(host.tenant ?? defaultTenant, result);
	}
	return { left: cases.length - asked.length, notRun: asked.length - ran.length, worse };
}
