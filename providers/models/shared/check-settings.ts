import { isHeader, isHeaderText } from '../../http/header-text';
import type { ModelCall } from './model-call';
import { modelError } from './to-model-error';

/** Refuses here what would break inside the SDK, whose errors quote the value: keys no header can carry, headers and addresses that are none. */
export function checkSettings(call: ModelCall): void {
	const { apiKey, baseUrl, headers = {} } = call.settings;
	if (baseUrl !== undefined && !/^https?:$/.test(URL.parse(baseUrl)?.protocol ?? ''))
		throw modelError('MODEL_BAD_REQUEST', call, 'cannot be called: the base URL is no http or https address', {
			fix: 'Write the base URL with http:// or https://, such as http://localhost:11434.',
		});
	// fetch refuses it, in words that quote it.
	const { username, password } = URL.parse(baseUrl ?? '') ?? { username: '', password: '' };
	if (username || password)
		throw modelError('MODEL_BAD_REQUEST', call, 'cannot be called: the base URL holds a user or a password', {
			fix: 'Take the user and the password out of the base URL. Put a key into the field API Key.',
		});
	if (apiKey === '' && baseUrl === undefined) throw modelError('MODEL_AUTHENTICATION', call, 'cannot be called without an API key');
	if (!isHeaderText(apiKey))
		throw modelError('MODEL_AUTHENTICATION', call, 'cannot be called: the API key holds a blank, a line break or a letter that no key has');
	if (!Object.entries(headers).every(isHeader))
		throw modelError(
			'MODEL_BAD_REQUEST',
			call,
			'cannot be called: the name or value of its custom header holds a letter that no header has',
		);
}
