import type { Environment } from '../../core/base/settings/setting-names';
import { readSetting } from '../../core/base/settings/settings';
import { type AddressList, readAddressList } from './address-list';

export interface CallerOptions {
	behindProxy?: string;
	allowFrom?: string;
	/** Max requests per minute of one caller at one address. */
	callRate?: number;
}

export interface CallerAddresses {
	trustedProxies?: string[];
	/** Default: any. */
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
