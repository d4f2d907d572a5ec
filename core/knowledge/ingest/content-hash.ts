import { createHash, hash } from 'node:crypto';
import { canonicalJson } from '../../json-schema/canonical-json';
import type { DocumentReader, DocumentText, Metadata, SourceDocument } from '../../ports';
import type { PersonalDataPolicy } from '../private-data/document-policy';

/** Equal for two documents without a visible difference. */
export function hashContent(
	{ text, format, mediaType, pages = [] }: DocumentText,
	{ title, source, metadata }: { title: string; source?: string; metadata: Metadata },
): string {
	const places = pages.map(({ number, start, end }) => [number, start, end]);
	const described = canonicalJson([format, mediaType, places, title, source, metadata]);
	return createHash('sha256').update(`${described}\n`).update(text).digest('hex');
}

/** Equal for files that would be read and masked in the same way, computed before reading. */
export function hashSource(
	{ bytes, name, mediaType }: { bytes: Uint8Array; name?: string; mediaType?: string },
	{ title, source, metadata = {} }: Pick<SourceDocument, 'title' | 'source' | 'metadata'>,
	{ reader: { version = 1 }, personalData }: { reader: Pick<DocumentReader, 'version'>; personalData: PersonalDataPolicy },
): string {
	const policy = personalData === 'mask' ? [] : [personalData];
	return hash('sha256', canonicalJson([version, hash('sha256', bytes), name, mediaType, title, source, metadata, ...policy]));
}
