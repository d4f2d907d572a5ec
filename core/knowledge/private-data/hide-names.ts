import { maskSecrets } from '../../guardrails/secrets/mask-secrets';
import type { SourceDocument } from '../../ports/knowledge/document-reader';
import type { PersonalDataPolicy } from './document-policy';
import { maskForOthers } from './mask-for-others';
import { findSecretsOfText } from './secrets-of-text';

const hideSecrets = async (text: string): Promise<string> => maskSecrets(text, await findSecretsOfText(text), 'redact');

/** An id is stored, listed and logged, also of a document that fails. */
export async function* hideSecretsOfIds(
	sources: AsyncIterable<SourceDocument> | Iterable<SourceDocument>,
	policy: PersonalDataPolicy,
): AsyncGenerator<SourceDocument, void> {
	for await (const source of sources) {
		const id = policy === 'keep' ? source.id : await hideSecrets(source.id);
		yield id === source.id ? source : { ...source, id };
	}
}

export async function hideFailure(
	{ source, message }: { source: string | undefined; message: string },
	policy: PersonalDataPolicy,
): Promise<{ source?: string; message: string }> {
	if (policy === 'keep') return { ...(source !== undefined && { source }), message };
	if (source === undefined) return { message: await hideSecrets(message) };
	const hidden = policy === 'refuse' ? (await maskForOthers(source)).text : await hideSecrets(source);
	return { source: hidden, message: await hideSecrets(source === '' ? message : message.replaceAll(source, () => hidden)) };
}
