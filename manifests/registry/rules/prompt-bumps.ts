import type { PromptManifest } from '../../documents/documents';
import type { RuledChange } from './bump';
import { jsonChanges } from './json-changes';

/**
 * Lists the changes between two versions of a prompt. Its variables are its contract: an agent that fills in those of `^1.2` could not fill in
 * an added one, and its value for a removed one would be lost. A change of the text is a patch.
 */
export function promptChanges(from: PromptManifest, to: PromptManifest): RuledChange[] {
	const parts = ({ content, purpose, variables }: PromptManifest) => ({ content, purpose, variables: [...variables].sort() });
	return jsonChanges(parts(from), parts(to)).map((change) =>
		change.path.startsWith('/variables')
			? { ...change, bump: 'major', reason: 'variables' }
			: { ...change, bump: 'patch', reason: change.path === '/content' ? 'the text' : 'wording' },
	);
}
