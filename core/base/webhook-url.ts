import { TroupeError } from './errors';

/** Checks the address of a webhook before it is called: http(s), without credentials. @throws TroupeError INPUT_INVALID */
export function checkWebhookUrl(text: string): URL {
	const url = URL.parse(text);
	if (url && /^https?:$/.test(url.protocol) && !url.username && !url.password && !url.hash && url.href.length <= maxLength) return url;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The address of the webhook must be an http or https URL without a name, a password or a fragment.',
		fix: 'Write it as https://hooks.example.com/troupe.',
	});
}

const maxLength = 2_000;
