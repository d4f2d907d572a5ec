import { type Command, Option } from 'commander';
import { type Environment, readSetting } from '../../core/base/settings';
import { wholeNumber } from '../../cli/terminal/options';
import { type AddressList, readAddressList } from './address-list';

/** Options about callers, of every command that listens on a port. */
export interface CallerOptions {
	/** Trusted proxies, separated by commas, whose X-Forwarded-For is used. */
	behindProxy?: string;
	/** Addresses and networks that requests are accepted from, with commas between them. */
	allowFrom?: string;
	/** Max requests per minute of one caller at one address. */
	callRate?: number;
}

/** Declares the options. @param parts what `--call-rate` limits */
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

export interface CallerAddresses {
	/** Proxies whose X-Forwarded-For is used. */
	trustedProxies?: string[];
	/** Addresses that requests are accepted from. Default: any. */
	allowFrom?: AddressList;
}

/** @throws TroupeError INPUT_INVALID */
export function readCallerAddresses({ behindProxy, allowFrom }: CallerOptions, environment: Environment): CallerAddresses {
	return {
		trustedProxies: readAddressList(behindProxy, '--behind-proxy')?.entries.slice(),
		allowFrom:
			readAddressList(allowFrom, '--allow-from') ?? readAddressList(readSetting('TROUPE_ALLOW_FROM', environment), 'TROUPE_ALLOW_FROM'),
	};
}
