import { Command } from 'commander';
import { jsonOption } from '../terminal/options';
import type { Session } from '../terminal/session';
import type { DescribeOptions } from './describe-run';

/** Declares `troupe metrics …`. */
export function metricsCommand(session: Session): Command {
	return new Command('metrics').description('Lists what Prometheus can read of Troupe.').addCommand(
		new Command('describe')
			.description('Lists every metric: its type, its unit, its labels with their bounds, and which processes export it.')
			.addOption(jsonOption())
			.action(async (options: DescribeOptions) => {
				const { runMetricsDescribe } = await import('./describe-run');
				session.exitCode = runMetricsDescribe(options, session.terminal);
			}),
	);
}
