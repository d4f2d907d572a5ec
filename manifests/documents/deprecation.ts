import type { ManifestState } from './snapshot-document';

interface Version {
	/** Only the registry knows drafts. */
	state: ManifestState | 'draft';
	name: string;
	version: string;
	successor?: string;
	reason?: string;
}

/** Describes a deprecated version for people, the same in a node, a worker or a command. Returns nothing for any other version. */
export function describeDeprecation({ state, name, version, successor, reason }: Version): string[] {
	if (state !== 'deprecated') return [];
	const advice = successor === undefined ? '' : `: use ${successor}`;
	return [`${name} ${version} is deprecated${advice}${reason ? ` (${reason})` : ''}`];
}
