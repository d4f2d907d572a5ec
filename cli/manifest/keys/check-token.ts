import { Command, InvalidArgumentError } from 'commander';
import { wholeNumber } from '../../terminal/options';
import type { CheckTokenOptions } from './check-token-run';
import { durationOption } from '../../terminal/duration-option';
import type { Session } from '../../terminal/session';

const lastSecond = 253_402_300_799;

export function checkTokenCommand(session: Session): Command {
	return new Command('check-token')
		.description(
			'Verifies the JWT on standard input: exits with 0 and prints its claims if it is valid, with 1 if it is not, with 2 for wrong use.',
		)
		.requiredOption('--keys <file>', 'the JWK set that contains the key that signed the JWT')
		.option('--type <typ>', 'the typ that its header has to name (default: any)', someText)
		.option('--issuer <iss>', 'the issuer that it has to name', someText)
		.option('--audience <aud>', 'the audience that it has to name', someText)
		.option('--now <epoch>', 'the time to judge by, in seconds since 1970 (default: the clock)', wholeNumber(0, lastSecond))
		.addOption(durationOption('--max-lifetime <duration>', 'the longest time from iat to exp', ['0', '36500d']))
		.action(async (options: CheckTokenOptions) => {
			const { checkTokenAction } = await import('./check-token-run');
			session.exitCode = await checkTokenAction(options, session.terminal);
		});
}

function someText(text: string): string {
	if (text !== '') return text;
	throw new InvalidArgumentError('Expected a non-empty text.');
}
