import { defaultTenant } from '../../core/base/tenant';
import { summarizeVersions, type VersionQuality } from '../../core/evaluation/live/summarize-history';
import { compareInputs } from '../../core/evaluation/live/input-change';
import { systemClock } from '../../core/ports/host';
import { toDay } from '../../core/ports/quality';
import type { Host } from '../../providers/compose/hosts/host';
import type { Metric } from '../metrics-route';
import { composeQualityStore } from '../../providers/compose/evaluation/quality-store';

const days = 7;
const maxVersions = 500;
const inputMetric = {
	...{ name: 'troupe_agent_input_change', type: 'gauge' as const },
	help: 'How far what agents are asked differs from what they were asked before (population stability index), by trait.',
};

/** Returns how the agents of this tenant did in the last days, over all machines that share the state; nothing while the state cannot be read. */
export async function qualityMetrics(host: Host): Promise<Metric[]> {
	const store = host.stateFolder === undefined && !host.database ? undefined : await composeQualityStore(host);
	const history = await store?.history(host.tenant ?? defaultTenant, undefined, days).catch(() => undefined);
	if (!history) return [];
	const versions = summarizeVersions(history).slice(-maxVersions);
	const today = toDay((host.clock ?? systemClock).now());
	const gauge = (name: string, help: string, read: (one: VersionQuality) => number | null): Metric => ({
		...{ name, help: `${help} of the last ${days} days, by agent and version.`, type: 'gauge' },
		samples: versions.flatMap((one) => {
			const value = read(one);
			return value === null ? [] : [{ labels: { agent: one.agent, version: one.version }, value }];
		}),
	});
	return [
		gauge('troupe_agent_recent_runs', 'Runs', ({ runs }) => runs),
		gauge('troupe_agent_success_ratio', 'The share of successful runs', ({ success }) => success),
		gauge('troupe_agent_mean_seconds', 'The mean time of runs', ({ meanSeconds }) => meanSeconds),
		gauge('troupe_agent_measured_replies', 'Replies that rest on passages', ({ measured }) => measured),
		gauge('troupe_agent_supported_ratio', 'The share of replies that rest on passages which bear them out', ({ supported }) => supported),
		gauge('troupe_agent_judged_runs', 'Judged runs', ({ judged }) => judged),
		gauge('troupe_agent_quality_ratio', 'The share of judged runs that passed', ({ quality }) => quality),
		gauge(
			'troupe_agent_unjudged_runs',
			'Chosen runs that were not judged',
			({ notJudged }) => notJudged.full + notJudged.budget + notJudged.lost,
		),
		{
			...inputMetric,
			samples: compareInputs(history.inputs, today).map(({ agent, trait, kind, index }) => ({
				labels: { agent, trait, kind },
				value: index,
			})),
		},
	];
}
