import type { Environment } from '../../core/base/settings/setting-names';
import { readSetting } from '../../core/base/settings/settings';
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
