import { call } from '../../../api/call';
import { type Manifest, readManifests } from '../registry';
import type { PromptDraft } from './prompt-drafts';

export interface PublishedText {
	content: string;
	purpose: string;
	variables: string[];
}

export interface Base {
	versions: Manifest[];
	/** The version of the machines, or the newest one. Absent: nothing is published. */
	published?: Manifest & PublishedText;
}

export async function readBase(name: string, signal: AbortSignal): Promise<Base> {
	const versions: Manifest[] = [];
	for (let cursor: string | undefined; ;) {
		const page = await readManifests({ kind: 'prompt', name }, cursor, signal);
		versions.push(...page.items);
		cursor = page.cursor;
		if (cursor === undefined) break;
	}
	const shown = versions.find(({ state }) => state === 'approved') ?? versions.find(({ state }) => state !== 'rejected');
	return shown ? { versions, published: { ...shown, ...(await readText(shown.sha256, signal)) } } : { versions };
}

export async function readText(sha256: string, signal: AbortSignal): Promise<PublishedText> {
	const { manifest } = await call<{ manifest: PublishedText }>(`GET manifests/${sha256}`, { signal });
	return manifest;
}

export const beginDraft = ({ published }: Base): PromptDraft => ({
	...{ text: published?.content ?? '', purpose: published?.purpose ?? '', notes: '' },
	inputs: (published?.variables ?? []).map((name) => ({ name, sample: '', isUntrusted: false })),
	...(published && { base: published.sha256 }),
});
