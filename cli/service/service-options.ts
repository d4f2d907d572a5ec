import { type Command, Option } from 'commander';
import { graceRange } from '../../service/grace';
import { durationOption } from '../terminal/duration-option';
import { wholeNumber } from '../terminal/options';

export function graceOption(standard: string): Option {
	return durationOption(
		'--grace <duration>',
		`time for running work to end when the process stops; default: TROUPE_GRACE, otherwise ${standard}`,
		graceRange,
	);
}

export function addCallerOptions(command: Command, parts: string): Command {
	return command
		.option(
			'--behind-proxy <addresses>',
			'trusted proxies, separated by commas; their X-Forwarded-For is used for rate limits and lists of addresses',
		)
		.option('--allow-from <addresses>', 'addresses and networks that requests are accepted from, separated by commas: 10.0.0.0/8')
		.addOption(
			new Option('--call-rate <number>', `max requests per minute of one caller at one address to ${parts}`)
				.argParser(wholeNumber(1, 100_000_000))
				.default(1_200),
		);
}
