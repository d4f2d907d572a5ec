import { encryptionFix, isExposed } from '../../../core/base/network/unencrypted-servers';
import { isHeader, isHeaderText } from '../../http/header-text';
import type { ModelCall } from './model-call';
import { modelError } from './to-model-error';

const couldHoldSecret = /auth|key|token|secret|cookie/i;

/** Refuses invalid keys, headers and addresses, which errors of the SDK would quote. */
export function checkSettings(call: ModelCall): void {
	const { apiKey, baseUrl, headers = {} } = call.settings;
	if (baseUrl !== undefined && !/^https?:$/.test(URL.parse(baseUrl)?.protocol ?? ''))
		throw modelError('MODEL_BAD_REQUEST', call, 'cannot be called: the base URL is not an http or https address', {
			fix: 'Write the base URL with http:// or https://, such as http://localhost:11434.',
		});
	// fetch refuses it and quotes it in the error.
	const { username, password } = URL.parse(baseUrl ?? '') ?? { username: '', password: '' };
	if (username || password)
		throw modelError('MODEL_BAD_REQUEST', call, 'cannot be called: the base URL contains a user name or password', {
			fix: 'Remove the user name and password from the base URL. Enter a key in the API Key field.',
		});
	const hasSecret = apiKey !== '' || Object.keys(headers).some((name) => couldHoldSecret.test(name));
	if (hasSecret && baseUrl !== undefined && isExposed(baseUrl))
		throw modelError('MODEL_BAD_REQUEST', call, `cannot be called: its key would go to ${new URL(baseUrl).host} without encryption`, {
			fix: encryptionFix(baseUrl),
		});
	if (apiKey === '' && baseUrl === undefined) throw modelError('MODEL_AUTHENTICATION', call, 'cannot be called without an API key');
	if (!isHeaderText(apiKey))
		throw modelError('MODEL_AUTHENTICATION', call, 'cannot be called: the API key contains a space, a line break or an invalid character');
	if (!Object.entries(headers).every(isHeader))
		throw modelError('MODEL_BAD_REQUEST', call, 'cannot be called: the name or value of its custom header contains an invalid character');
}
