import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceAtomically } from '../../manifests/write-file';

const locate = (home: string): string => join(home, 'service-address');

/** Where a service listens that has told nothing: one of an earlier version, or one whose home could not be written. */
const defaultAddress = 'http://127.0.0.1:8600';

/** Tells commands of the same home where the service that holds its engine listens. Returns what takes it back. */
export function tellServiceAddress(home: string, url: string): () => Promise<void> {
	const address = reachable(url);
	try {
		replaceAtomically(locate(home), `${address}\n`, 0o600);
	} catch {
		// The service works without it: commands then name its address.
	}
	return async () => {
		// Another service that was started in the meantime keeps its own.
		if (readTold(home) === address) rmSync(locate(home), { force: true });
	};
}

/** Returns the address of the service that holds the engine of the home; it may have ended without taking it back. */
export const findServiceAddress = (home: string): string => readTold(home) ?? defaultAddress;

function readTold(home: string): string | undefined {
	try {
		const text = readFileSync(locate(home), 'utf8').trim();
		return URL.canParse(text) ? text : undefined;
	} catch {
		return undefined;
	}
}

/** A service that listens on all addresses of the machine is reached on its loopback address. */
function reachable(url: string): string {
	return url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:');
}
