import type { ManifestState } from './snapshot-document';

interface Version {
	/** Only the registry knows drafts. */
	state: ManifestState | 'draft';
	name: string;
	version: string;
	successor?: string;
	reason?: string;
}

/** The same text in a node, worker or command. Empty if the version is not deprecated. */
export function describeDeprecation({ state, name, version, successor, reason }: Version): string[] {
	if (state !== 'deprecated') return [];
	const advice = successor === undefined ? '' : `: use ${successor}`;
	return [`${name} ${version} is deprecated${advice}${reason ? ` (${reason})` : ''}`];
}
