import type { Feel } from './feel/feel-port';
import type { ZeebeVersion } from './zeebe-version';

const loading = new Map<ZeebeVersion, Promise<Feel>>();

/** Loads what evaluates FEEL as a version of Zeebe does, on first use. */
export function loadFeel(version: ZeebeVersion = '8.6'): Promise<Feel> {
	const loaded = loading.get(version) ?? import('./feel/evaluator').then(({ openEvaluator }) => openEvaluator(version));
	loading.set(version, loaded);
	return loaded;
}
