import { listVariables } from '../../../core/prompts/prompt-template';
import type { PromptManifest } from '../../documents/published-manifests';
import type { Bump } from './bump';
import { diffManifests } from './diff-manifests';
import { versionThatWouldDo } from './version-line';

interface PublishedPrompt {
	name: string;
	version: string;
	content: string;
	purpose: string;
	/** All of its name, in any state. */
	versions: readonly string[];
}

/** Proposes the version of a changed prompt: the smallest one that its registry would accept. */
export function proposeVersion(
	published: PublishedPrompt,
	changed: { content: string; purpose: string },
): { version: string; bump: Bump; reasons: string[] } {
	const { name, version, versions } = published;
	const toManifest = ({ content, purpose }: { content: string; purpose: string }) =>
		({ kind: 'prompt', package: { name, version }, content, purpose, variables: listVariables(content) }) as unknown as PromptManifest;
	const { requiredBump: bump, reasons } = diffManifests(toManifest(published), toManifest(changed));
	const all = [...new Set([...versions, version])];
	return { version: versionThatWouldDo(version, all, bump === 'none' ? 'patch' : bump), bump, reasons };
}
