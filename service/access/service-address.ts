import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceAtomically } from '../../manifests/write-file';

const locate = (home: string): string => join(home, 'service-address');

/** For a service whose home was not writable. */
const defaultAddress = 'http://127.0.0.1:8600';

/** Writes the address of the engine's service into its home, where commands on this machine find it. @returns a function that removes it again */
export function writeServiceAddress(home: string, url: string): () => Promise<void> {
	const address = toReachable(url);
	try {
		replaceAtomically(locate(home), `${address}\n`, 0o600);
	} catch {
		// The service works without it; commands then need --engine.
	}
	return async () => {
		// A later service keeps its own address.
		if (readServiceAddress(home) === address) rmSync(locate(home), { force: true });
	};
}

/** A killed service leaves its address. */
export const findServiceAddress = (home: string): string => readServiceAddress(home) ?? defaultAddress;

export function readServiceAddress(home: string): string | undefined {
	try {
		const text = readFileSync(locate(home), 'utf8').trim();
		return URL.canParse(text) ? text : undefined;
	} catch {
		return undefined;
	}
}

/** A service on all addresses is reachable on loopback. */
function toReachable(url: string): string {
	return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}
