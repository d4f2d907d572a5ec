import { toDay } from '../../core/base/iso-time';
import { defaultTenant } from '../../core/base/tenant';
import { summarizeVersions, type VersionQuality } from '../../core/evaluation/live/summarize-history';
import { compareInputs } from '../../core/evaluation/live/input-change';
import { systemClock } from '../../core/ports/host';
import type { Host } from '../../providers/compose/hosts/host';
import { type Metric, type MetricName, metricOf } from '../../core/base/metrics/metrics';
import { composeQualityStore } from '../../providers/compose/evaluation/quality-store';

const days = 7;
const maxVersions = 500;
type VersionMetric = Extract<
	MetricName,
	`troupe_agent_${'recent' | 'success' | 'mean' | 'measured' | 'supported' | 'judged' | 'quality' | 'unjudged'}_${string}`
>;

export async function qualityMetrics(host: Host): Promise<Metric[]> {
	const store = host.stateFolder === undefined && !host.database ? undefined : await composeQualityStore(host);
	const history = await store?.history(host.tenant ?? defaultTenant, undefined, days).catch(() => undefined);
	if (!history) return [];
	const versions = summarizeVersions(history).slice(-maxVersions);
	const today = toDay((host.clock ?? systemClock).now());
	const gauge = (name: VersionMetric, read: (one: VersionQuality) => number | null): Metric =>
		metricOf(
			name,
			versions.flatMap((one) => {
				const value = read(one);
				return value === null ? [] : [{ labels: { agent: one.agent, version: one.version }, value }];
			}),
		);
	return [
		gauge('troupe_agent_recent_runs', ({ runs }) => runs),
		gauge('troupe_agent_success_ratio', ({ success }) => success),
		gauge('troupe_agent_mean_seconds', ({ meanSeconds }) => meanSeconds),
		gauge('troupe_agent_measured_replies', ({ measured }) => measured),
		gauge('troupe_agent_supported_ratio', ({ supported }) => supported),
		gauge('troupe_agent_judged_runs', ({ judged }) => judged),
		gauge('troupe_agent_quality_ratio', ({ quality }) => quality),
		gauge('troupe_agent_unjudged_runs', ({ notJudged }) => notJudged.full + notJudged.budget + notJudged.lost),
		metricOf(
			'troupe_agent_input_change',
			compareInputs(history.inputs, today).map(({ agent, trait, kind, index }) => ({ labels: { agent, trait, kind }, value: index })),
		),
	];
}
