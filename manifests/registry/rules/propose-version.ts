import { describePrompt } from '../../../core/prompts/describe-prompt';
import { isDotprompt } from '../../../core/prompts/dotprompt/split-head';
import type { PromptManifest } from '../../documents/published-manifests';
import type { Bump } from './bump';
import { diffManifests } from './diff-manifests';
import { versionThatWouldDo } from './version-line';

interface PublishedPrompt {
	name: string;
	version: string;
	versions: readonly string[];
}

interface PromptText {
	content: string;
	purpose: string;
	/** Inputs. Default: those of the text. */
	variables?: readonly string[];
}

/** Proposes the smallest version that the registry accepts. @throws TroupeError INPUT_INVALID for an invalid Dotprompt head */
export async function proposeVersion(
	published: PublishedPrompt & PromptText,
	changed: PromptText,
): Promise<{ version: string; bump: Bump; reasons: string[] }> {
	const { name, version, versions } = published;
	const toManifest = async ({ content, purpose, variables }: PromptText) =>
		({
			kind: 'prompt',
			package: { name, version },
			content,
			purpose,
			format: isDotprompt(content) ? 'dotprompt' : undefined,
			variables: variables ?? (await describePrompt(content, 'The prompt')).variables,
		}) as unknown as PromptManifest;
	const { requiredBump: bump, reasons } = diffManifests(await toManifest(published), await toManifest(changed));
	const all = [...new Set([...versions, version])];
	return { version: versionThatWouldDo(version, all, bump === 'none' ? 'patch' : bump), bump, reasons };
}
