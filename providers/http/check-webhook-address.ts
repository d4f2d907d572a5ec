import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { TroupeError } from '../../core/base/errors';
import type { Environment } from '../../core/base/settings/setting-names';
import { refuseExposed } from '../../core/base/network/unencrypted-servers';
import { mayBeCalled } from './network-address';

/** Checked at registration, and again at each delivery. @throws TroupeError INPUT_INVALID, ADDRESS_REFUSED for one in a private network */
export async function checkWebhookAddress(text: string, allowPrivateNetworks: boolean, environment?: Environment): Promise<void> {
	const host = checkWebhookUrl(text).hostname.replace(/^\[|\]$/g, '');
	refuseExposed('What a webhook tells', text, environment);
	const addresses = isIP(host) ? [host] : (await lookup(host, { all: true }).catch(() => [])).map(({ address }) => address);
	// A name without an address can get one later.
	if (addresses.every((address) => mayBeCalled(address, allowPrivateNetworks))) return;
	throw new TroupeError({
		code: 'ADDRESS_REFUSED',
		message: `The webhook address ${host.slice(0, 253)} is in a private network.`,
		fix: 'Use a public address, or set TROUPE_WEBHOOK_PRIVATE=allow, for the service too.',
	});
}

/** Requires http(s) without credentials. @throws TroupeError INPUT_INVALID */
function checkWebhookUrl(text: string): URL {
	const url = URL.parse(text);
	if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.hash && url.href.length <= maxLength) return url;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The address of the webhook must be an http or https URL without a name, a password or a fragment.',
		fix: 'Write it as https://hooks.example.com/troupe.',
	});
}

const maxLength = 2_000;
