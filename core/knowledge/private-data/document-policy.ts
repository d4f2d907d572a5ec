import { mapTexts } from '../../base/text/map-texts';
import { maskSecrets } from '../../guardrails/secrets/mask-secrets';
import type { Metadata } from '../../ports/knowledge/filter/filter';
import type { DocumentReading, DocumentText } from '../../ports/knowledge/document-reader';
import type { IngestTask } from '../knowledge-task';
import { findPrivateTypes } from './mask-for-others';
import { findSecretsOfText, movePages } from './secrets-of-text';

export type PersonalDataPolicy = NonNullable<IngestTask['personalData']>;

interface Named {
	title: string;
	source?: string;
	origin?: string;
	metadata: Metadata;
}

export type Checked =
	| { kind: 'checked'; document: DocumentText; named: Named; maskedSecrets: number }
	| Extract<DocumentReading, { kind: 'failed' }>;

/** Applies before cutting, also to names and metadata, which are sent as headings. */
export async function applyPolicy(document: DocumentText, named: Named, policy: PersonalDataPolicy): Promise<Checked> {
	if (policy === 'keep') return { kind: 'checked', document, named, maskedSecrets: 0 };
	if (policy === 'refuse') return refuse(document, named);
	let maskedSecrets = 0;
	const mask = async (text: string) => {
		const secrets = await findSecretsOfText(text);
		maskedSecrets += secrets.length;
		return maskSecrets(text, secrets, 'redact');
	};
	const { text, pages } = document;
	const secrets = await findSecretsOfText(text);
	const masked = await mapTexts(named, mask);
	maskedSecrets += secrets.length;
	if (secrets.length === 0) return { kind: 'checked', document, named: masked, maskedSecrets };
	const hidden = { ...document, text: maskSecrets(text, secrets, 'redact'), ...(pages && { pages: movePages(pages, secrets) }) };
	return { kind: 'checked', document: hidden, named: masked, maskedSecrets };
}

async function refuse(document: DocumentText, named: Named): Promise<Checked> {
	const types = await findPrivateTypes([document.text, JSON.stringify(named)].join('\n'));
	if (types.length === 0) return { kind: 'checked', document, named, maskedSecrets: 0 };
	return {
		kind: 'failed',
		failure: 'refused',
		message: `The document contains ${types.join(', ')}, and the ingestion refuses documents with personal data or secrets.`,
		fix: 'Remove them from the document, or ingest it with the policy "mask".',
	};
}
