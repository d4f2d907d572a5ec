import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceAtomically } from '../../manifests/write-file';

const locate = (home: string): string => join(home, 'service-address');

/** The usual address, for a service whose home could not be written. */
const defaultAddress = 'http://127.0.0.1:8600';

/**
 * Writes the address of the service that holds the engine into its home, where commands on this machine find it.
 * @returns a function that removes it again
 */
export function writeServiceAddress(home: string, url: string): () => Promise<void> {
	const address = toReachable(url);
	try {
		replaceAtomically(locate(home), `${address}\n`, 0o600);
	} catch {
		// The service works without it. Commands need --engine then.
	}
	return async () => {
		// A service that was started in the meantime keeps its own address.
		if (readServiceAddress(home) === address) rmSync(locate(home), { force: true });
	};
}

/** Returns the address of the service that holds the engine of the home. A service that was killed leaves its address. */
export const findServiceAddress = (home: string): string => readServiceAddress(home) ?? defaultAddress;

/** Returns what the service that holds the engine of the home wrote; undefined where none did. */
export function readServiceAddress(home: string): string | undefined {
	try {
		const text = readFileSync(locate(home), 'utf8').trim();
		return URL.canParse(text) ? text : undefined;
	} catch {
		return undefined;
	}
}

/** A service that listens on all addresses of the machine is reached on its loopback address. */
function toReachable(url: string): string {
	return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}
