import * as Type from 'typebox/type';
import { toDay } from '../../../core/base/iso-time';
import { closed, optional } from '../../../core/base/shape';
import type { QualityDay } from '../../../core/ports/quality';
import { countAll, estimateShare } from '../../../core/base/statistics/compare-shares';
import { compareActions } from '../../../core/evaluation/live/action-change';
import { compareEvaluations } from '../../../core/evaluation/live/compare-evaluations';
import { findWorse } from '../../../core/evaluation/live/find-worse';
import { compareInputs } from '../../../core/evaluation/live/input-change';
import { summarizeVersions } from '../../../core/evaluation/live/summarize-history';
import { open, string } from '../../../manifests/registry/api/answer-fields';
import { text } from '../../../manifests/registry/api/fields';
import { composeQualityStore } from '../../../providers/compose/evaluation/quality-store';
import { operation } from '../operation';

const maxDays = 400;
const objects = Type.Array(open());
const list = (description: string) => Type.Array(open(), { description });

export const readQuality = operation({
	summary: 'Read the quality of an agent over time: its live runs by version, and the results of its sets',
	tag: 'evaluations',
	method: 'GET',
	path: 'agents/:agent/quality',
	scope: 'evaluation:read',
	input: {
		params: closed({ agent: text(200) }),
		query: closed(optional({ days: Type.Integer({ minimum: 1, maximum: maxDays, description: 'Default: 30' }) })),
	},
	output: Type.Object({
		agent: string,
		versions: objects,
		inputs: objects,
		actions: objects,
		failedRuns: objects,
		days: list('By version; `judged`: the share of judged runs that passed, with its interval of 95 %, or null'),
		evaluations: list('Oldest first; `share` with its interval of 95 %, and the `difference` from the result of the same cases `before`'),
		waiting: Type.Integer({ description: 'Runs that wait for their judge' }),
		changes: objects,
		actionChanges: objects,
	}),
	async perform({ agent, days = 30 }, { host }) {
		const store = (await composeQualityStore(host))!;
		const stored = await store.history(host.tenant, agent, days);
		const history = { ...stored, evaluations: compareEvaluations(findWorse(stored.evaluations)) };
		const today = toDay(Date.now());
		return {
			agent,
			versions: summarizeVersions(history),
			...history,
			days: history.days.map(withJudged),
			changes: compareInputs(history.inputs, today),
			actionChanges: compareActions(history.actions, today),
		};
	},
});

function withJudged(day: QualityDay) {
	const counts = { passed: day.judgedPassed, failed: day.judgedFailed };
	return { ...day, judged: countAll(counts) === 0 ? null : estimateShare(counts) };
}
