import type { PromptManifest } from '../../documents/documents';
import type { RuledChange } from './bump';
import { jsonChanges } from './json-changes';

/**
 * In what two versions of a prompt differ. Its variables are its contract: an agent that fills in those of `^1.2` could not fill in one more,
 * and would say in vain what has no place any more. The text is wording.
 */
export function promptChanges(from: PromptManifest, to: PromptManifest): RuledChange[] {
	const parts = ({ content, purpose, variables }: PromptManifest) => ({ content, purpose, variables: [...variables].sort() });
	return jsonChanges(parts(from), parts(to)).map((change) =>
		change.path.startsWith('/variables')
			? { ...change, bump: 'major', reason: 'variables' }
			: { ...change, bump: 'patch', reason: change.path === '/content' ? 'the text' : 'wording' },
	);
}
