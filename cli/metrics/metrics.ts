import { Command } from 'commander';
import { jsonOption } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { DescribeOptions } from './describe-run';
import type { WriteOptions } from './write-run';

export function metricsCommand(session: Session): Command {
	return new Command('metrics')
		.description('Lists metrics, and writes alerts and dashboards for them.')
		.addCommand(
			new Command('describe')
				.description('Lists every metric: its type, its unit, its labels with their bounds, and which processes export it.')
				.addOption(jsonOption())
				.action(async (options: DescribeOptions) => {
					const { runMetricsDescribe } = await import('./describe-run');
					session.exitCode = runMetricsDescribe(options, session.terminal);
				}),
		)
		.addCommand(
			new Command('write')
				.description(
					'Writes rules for Prometheus (objectives with burn rates, alerts) and dashboards for Grafana. Replaces those of an earlier version.',
				)
				.requiredOption('--into <folder>', 'the folder that they are written to')
				.action(async (options: WriteOptions) => {
					const { runMetricsWrite } = await import('./write-run');
					session.exitCode = await runMetricsWrite(options, session.terminal);
				}),
		);
}
