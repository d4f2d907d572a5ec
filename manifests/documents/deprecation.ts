import type { ManifestState } from './documents';

interface Version {
	/** A draft is known to the registry alone. */
	state: ManifestState | 'draft';
	name: string;
	version: string;
	successor?: string;
	reason?: string;
}

/** What people are told of a deprecated version, in a node, a worker or a command alike; of any other nothing. */
export function deprecationOf({ state, name, version, successor, reason }: Version): string[] {
	if (state !== 'deprecated') return [];
	const advice = successor === undefined ? '' : `: go to ${successor}`;
	return [`${name} ${version} is deprecated${advice}${reason ? ` (${reason})` : ''}`];
}
