import { isIP } from 'node:net';
import type { TaskPushNotificationConfig } from '@a2a-js/sdk';
import { RequestMalformedError } from '@a2a-js/sdk/errors';
import { isExposed } from '../../../core/base/network/unencrypted-servers';
import { mayBeCalled } from '../../../providers/http/network-address';

const maxUrl = 2_048;
const maxSecret = 4_096;

/** @throws RequestMalformedError naming the field */
export function checkPushConfig({ id, url, token, authentication }: TaskPushNotificationConfig, allowPrivateNetworks: boolean): void {
	const address = URL.parse(url);
	if (!address || url.length > maxUrl || !/^https?:$/.test(address.protocol) || address.username || address.password)
		throw wrong('url', `an http or https address of at most ${maxUrl} characters, without a name and a password`);
	const host = address.hostname.replace(/^\[|\]$/g, '');
	const isPrivate = isIP(host) ? !mayBeCalled(host, allowPrivateNetworks) : !allowPrivateNetworks && /(?:^|\.)localhost\.?$/i.test(host);
	if (isPrivate) throw wrong('url', 'an address outside private networks');
	if (isExposed(url)) throw wrong('url', 'an https address');
	if (id.length > 128) throw wrong('id', 'at most 128 characters');
	if (!isHeader(token)) throw wrong('token', `at most ${maxSecret} characters that a header can have`);
	if (!authentication) return;
	if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/.test(authentication.scheme)) throw wrong('authentication.scheme', 'a scheme such as Bearer');
	if (!isHeader(authentication.credentials))
		throw wrong('authentication.credentials', `at most ${maxSecret} characters that a header can have`);
}

const isHeader = (value: string): boolean => value.length <= maxSecret && /^[\x20-\x7e]*$/.test(value);

/** The value can be secret. */
const wrong = (field: string, expected: string) =>
	new RequestMalformedError(`The ${field} of the push notification config is invalid: expected ${expected}.`);

export function hidePushSecrets(config: TaskPushNotificationConfig): TaskPushNotificationConfig {
	const { authentication } = config;
	return { ...config, token: '', authentication: authentication && { ...authentication, credentials: '' } };
}

export function pushHeaders({ token, authentication }: TaskPushNotificationConfig): Record<string, string> {
	return {
		...(token !== '' && { 'x-a2a-notification-token': token }),
		...(authentication?.credentials && { authorization: `${authentication.scheme} ${authentication.credentials}` }),
	};
}
