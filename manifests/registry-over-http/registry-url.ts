import { TroupeError } from '../../core/base/errors';
import { isSafeUrl } from '../../core/base/network/loopback';

/**
 * The address can be private: its setter decides about trust anyway. `clear` allows http to another machine: signatures are safe without TLS,
 * an access token is not. @throws TroupeError INPUT_INVALID
 */
export function registryUrl(text: string, { clear = false, isService = false }: { clear?: boolean; isService?: boolean } = {}): URL {
	const url = URL.parse(text);
	const invalid = (why: string, fix: string) =>
		new TroupeError({
			code: 'INPUT_INVALID',
			message: `The address of the ${isService ? 'service' : 'registry (TROUPE_REGISTRY_URL)'} ${why}`,
			fix,
		});
	if (url === null || !/^https?:$/.test(url.protocol))
		throw invalid('is not an http or https URL', 'Set it to the address of `troupe serve`, such as https://registry.example.com.');
	if (url.username || url.password || url.search || url.hash)
		throw invalid(
			'must not contain credentials, a query or a fragment',
			`${isService ? 'Leave them out' : 'Put the access token into TROUPE_REGISTRY_TOKEN'}, and write nothing after the path.`,
		);
	if (!clear && !isSafeUrl(url.href))
		throw invalid(
			`is not https, so ${url.hostname} and every machine in between would see the access token`,
			'Use https, or set TROUPE_REGISTRY_INSECURE=allow if the network itself is trusted.',
		);
	return url;
}
