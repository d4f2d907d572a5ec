import { Command } from 'commander';
import { decimalNumber } from '../terminal/options';
import { durationOption } from '../terminal/duration-option';
import type { Session } from '../terminal/session';
import type { ModelCheckOptions } from './check-run';

export function checkCommand(session: Session): Command {
	return new Command('check')
		.description(
			'Checks what an endpoint of a model can do, and what is missing for Troupe. It asks about 20 short questions, and a long one.',
		)
		.requiredOption('-m, --model <model>', 'provider:model')
		.option('--base-url <url>', 'the address of the endpoint; default: that of the provider, or of its environment variable')
		.option('--images', 'show an image too')
		.option('--max-cost <usd>', 'do not begin if it can cost more, in US dollars', decimalNumber(0, 100), 0.1)
		.addOption(durationOption('--timeout <duration>', 'the timeout of each check', ['100ms', '10m'], '1m'))
		.option('--save <file>', 'write what the endpoint needs into a file of settings, such as .env')
		.option('--json', 'print one JSON document')
		.action(async (options: ModelCheckOptions) => {
			const { runModelCheck } = await import('./check-run');
			session.exitCode = await runModelCheck(options, session.terminal);
		});
}
