import { describeMetrics, type DescribedMetric } from '../../core/base/metrics/describe-metrics';
import { objectives, burnRates } from './objectives';

/** Grafana dashboards; the first matching pattern decides a metric's place. */
const boards = [
	{ id: 'channels', title: 'Troupe: channels and webhooks', shows: /^troupe_(channel|webhook)_/ },
	{
		id: 'agents',
		title: 'Troupe: agents',
		shows: /^troupe_(agent|model|knowledge|guardrail|crm|budget)_/,
	},
	{
		id: 'queues',
		title: 'Troupe: jobs, processes and what waits',
		shows: /^troupe_(job|work|poll|back|engine|instance|user|incident|timer|message|command|event|sandbox|gate|last)/,
	},
	{ id: 'overview', title: 'Troupe: overview', shows: /./ },
] as const;

interface Panel {
	title: string;
	description?: string;
	type: 'timeseries' | 'table';
	unit: string;
	targets: Array<{ expr: string; legendFormat: string }>;
}

/** Importable dashboards by id. Every listed metric is a panel. */
export function listDashboards(): Array<{ id: string; json: object }> {
	const metrics = describeMetrics();
	return boards.map(({ id, title }) => {
		const panels = metrics.filter(({ name }) => boards.find(({ shows }) => shows.test(name))!.id === id).map(toPanel);
		return { id, json: toDashboard(id, title, id === 'overview' ? [firing, ...objectives.map(toObjective), ...panels] : panels) };
	});
}

const firing: Panel = {
	title: 'What is wrong',
	type: 'table',
	unit: 'short',
	description: 'Alerts that fire. Each has a section in docs/runbooks/alerts.md.',
	targets: [
		{ expr: 'sort_desc(sum by (alertname, severity) (ALERTS{alertname=~"Troupe.*",alertstate="firing"}))', legendFormat: '{{alertname}}' },
	],
};

function toObjective({ id, what, goal }: (typeof objectives)[number]): Panel {
	const ratio = (window: string) => ({ expr: `troupe:${id}:bad_ratio_rate${window}`, legendFormat: window });
	return {
		title: `Share: ${what}`,
		type: 'timeseries',
		unit: 'percentunit',
		description: `The goal is ${Number((100 * (1 - goal)).toFixed(3))} % at most over 30 days.`,
		targets: burnRates.map(({ long }) => ratio(long)),
	};
}

const units: Record<string, string> = { seconds: 's', bytes: 'bytes', ratio: 'percentunit', usd: 'currencyUSD' };

function toPanel(metric: DescribedMetric): Panel {
	const { name, type, unit, help } = metric;
	const panel = { title: toTitle(help), description: `${help}\n\n\`${name}\``, type: 'timeseries' as const };
	if (type === 'histogram')
		return { ...panel, unit: 's', targets: ['0.5', '0.95', '0.99'].map((quantile) => toQuantile(metric, quantile)) };
	const labels = Object.keys(metric.labels);
	const by = labels.length > 0 ? ` by (${labels.join(', ')})` : '';
	// A counter belongs to a process; a gauge of the state is the same in all.
	const expr = type === 'counter' ? `sum${by} (rate(${name}[$__rate_interval]))` : `max${by} (${name})`;
	const legendFormat = labels.map((label) => `{{${label}}}`).join(' ') || name;
	const isTime = name.endsWith('_timestamp_seconds');
	const shown = isTime ? `${expr} - time()` : expr;
	return {
		...panel,
		unit: type === 'counter' && unit === null ? 'ops' : (units[unit ?? ''] ?? 'short'),
		targets: [{ expr: Object.values(metric.labels).some(({ values }) => !values) ? `topk(20, ${shown})` : shown, legendFormat }],
	};
}

/** Keeps a sentence's first clause, which fits above a panel. */
const toTitle = (help: string): string => help.split(/[.:;,(]/, 1)[0]!.trim();

const toQuantile = ({ name, labels }: DescribedMetric, quantile: string) => {
	const by = ['le', ...Object.keys(labels)].join(', ');
	const expr = `histogram_quantile(${quantile}, sum by (${by}) (rate(${name}_bucket[$__rate_interval])))`;
	return {
		expr: `topk(20, ${expr})`,
		legendFormat: `p${Number(quantile) * 100} ${Object.keys(labels)
			.map((label) => `{{${label}}}`)
			.join(' ')}`.trim(),
	};
};

const columns = 3;
const width = 24 / columns;
const height = 8;

function toDashboard(id: string, title: string, panels: Panel[]): object {
	const datasource = { type: 'prometheus', uid: '${datasource}' };
	return {
		uid: `troupe-${id}`,
		title,
		tags: ['troupe'],
		schemaVersion: 39,
		editable: true,
		timezone: 'browser',
		refresh: '1m',
		time: { from: 'now-6h', to: 'now' },
		links: [{ title: 'Troupe', type: 'dashboards', tags: ['troupe'], asDropdown: true }],
		templating: { list: [{ name: 'datasource', label: 'Prometheus', type: 'datasource', query: 'prometheus' }] },
		panels: panels.map(({ unit, targets, ...panel }, index) => ({
			...panel,
			id: index + 1,
			datasource,
			gridPos: { x: (index % columns) * width, y: Math.floor(index / columns) * height, w: width, h: height },
			fieldConfig: { defaults: { unit }, overrides: [] },
			targets: targets.map((target, number) => ({
				...target,
				datasource,
				refId: String.fromCodePoint(65 + number),
				instant: panel.type === 'table',
			})),
		})),
	};
}
