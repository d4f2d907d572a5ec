import { describeMetrics, type DescribedMetric } from '../../core/base/metrics/describe-metrics';
import type { ExitCode } from '../terminal/report-error';
import { tableLines } from '../terminal/table-lines';
import type { Terminal } from '../terminal/terminal';

export interface DescribeOptions {
	json?: boolean;
}

export function runMetricsDescribe({ json }: DescribeOptions, terminal: Terminal): ExitCode {
	const metrics = describeMetrics();
	if (json) terminal.print(JSON.stringify(metrics));
	else tableOf(metrics, terminal).forEach(terminal.print);
	return 0;
}

const tableOf = (metrics: DescribedMetric[], terminal: Terminal): string[] =>
	tableLines(
		[
			{ name: 'name', title: 'metric', value: ({ name }) => name },
			{ name: 'type', title: 'type', value: ({ type }) => type },
			{ name: 'unit', title: 'unit', value: ({ unit }) => unit },
			{ name: 'labels', title: 'labels', value: ({ labels }) => describeLabels(labels) },
			{ name: 'programs', title: 'exported by', value: ({ programs }) => programs.join(', ') },
			{ name: 'help', title: 'what it is', value: ({ help }) => help },
		],
		metrics,
		terminal,
	);

function describeLabels(labels: DescribedMetric['labels']): string | null {
	const described = Object.entries(labels).map(([name, { max, values }]) => `${name} (${values?.join(', ') ?? `max ${max}`})`);
	return described.length > 0 ? described.join('; ') : null;
}
