import { fileTypeFromBuffer } from 'file-type';
import type { DocumentReading } from '../../../../core/ports/knowledge/document-reader';
import { decodeDocument, isText, readCharset } from '../../../../core/base/text/decode-document';
import { failed } from './reading';

type DocumentType = 'pdf' | 'docx' | 'html' | 'csv' | 'markdown' | 'plain';

export const mediaTypes: Record<DocumentType, string> = {
	pdf: 'application/pdf',
	docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
	html: 'text/html',
	csv: 'text/csv',
	markdown: 'text/markdown',
	plain: 'text/plain',
};

export interface DocumentHint {
	name?: string;
	mediaType?: string;
}

/** Detects the type by bytes; the hint only distinguishes text types. A contradicting name or media type is refused: an error or an attack. */
export async function detectType(
	bytes: Uint8Array,
	hint: DocumentHint = {},
): Promise<{ kind: 'detected'; type: DocumentType; charset?: string } | Extract<DocumentReading, { kind: 'failed' }>> {
	const claims = collectClaims(hint);
	const charset = readCharset(hint.mediaType);
	const found = await foundIn(bytes);
	if (found === 'application/x-cfb' && claims.includes('docx') && Buffer.from(bytes).includes(encryptedPackage))
		return failed('needs_password', 'The Word document is encrypted.', 'Save it without a password.');
	const wrong = claims.find((claim) => !agrees(claim, found));
	if (wrong)
		return failed(
			'unsupported_type',
			`The file is declared to be ${describe(wrong)}, but its content is ${describe(found)}.`,
			'Correct the file name or media type, or save the file in the declared format.',
		);
	if (found === 'pdf' || found === 'docx') return { kind: 'detected', type: found };
	if (found !== 'text')
		return failed(
			'unsupported_type',
			`The file is ${describe(found)}, which is not supported.`,
			'Save it as PDF, DOCX, HTML, CSV, Markdown or plain text.',
		);
	return { kind: 'detected', type: chooseTextType(claims, bytes, charset), charset };
}

/** An encrypted Word document is an OLE container with its zip in this stream. */
const encryptedPackage = Buffer.from('EncryptedPackage', 'utf16le');

type Found = string;

/** Texts can begin like a program or picture (`MZ`, `BM`): for text only text formats count. */
async function foundIn(bytes: Uint8Array): Promise<Found> {
	// A PDF header may follow up to a kilobyte (ISO 32000-1, annex H.3.4.1); in a text, it is only a word.
	const text = isText(bytes);
	if (Buffer.from(bytes.subarray(0, text ? 5 : 1024)).includes('%PDF-')) return 'pdf';
	const mediaType = await knownMediaType(bytes);
	if (text) return mediaType === 'application/rtf' ? mediaType : 'text';
	return mediaType === mediaTypes.docx ? 'docx' : mediaType;
}

/** Unknown content, such as a truncated zip, is binary; the detector throws on some of it. */
async function knownMediaType(bytes: Uint8Array): Promise<string> {
	try {
		return (await fileTypeFromBuffer(bytes))?.mime ?? 'application/octet-stream';
	} catch {
		return 'application/octet-stream';
	}
}

type Claim = DocumentType | 'other';

const extensions: Record<string, Claim> = {
	pdf: 'pdf',
	docx: 'docx',
	html: 'html',
	htm: 'html',
	xhtml: 'html',
	csv: 'csv',
	tsv: 'csv',
	md: 'markdown',
	markdown: 'markdown',
	txt: 'plain',
	text: 'plain',
	log: 'plain',
	doc: 'other',
	xls: 'other',
	xlsx: 'other',
	ppt: 'other',
	pptx: 'other',
	odt: 'other',
	epub: 'other',
	zip: 'other',
	png: 'other',
	jpg: 'other',
	jpeg: 'other',
	gif: 'other',
	webp: 'other',
	exe: 'other',
	rtf: 'other',
};

const claimedMediaTypes = new Map<string, Claim>([
	...Object.entries(mediaTypes).map(([type, mediaType]) => [mediaType, type as DocumentType] as const),
	['application/xhtml+xml', 'html'],
	['text/tab-separated-values', 'csv'],
	['application/csv', 'csv'],
	['text/x-markdown', 'markdown'],
]);

/** The name's claim first. Unknown declarations are ignored. */
function collectClaims({ name = '', mediaType = '' }: DocumentHint): Claim[] {
	const extension = /\.([a-z]{1,8})$/i.exec(name)?.[1]?.toLowerCase() ?? '';
	const media = mediaType.split(';', 1)[0]!.trim().toLowerCase();
	const byName = Object.hasOwn(extensions, extension) ? extensions[extension] : undefined;
	const byMedia = claimedMediaTypes.get(media) ?? (/^(image|audio|video)\/(?!svg)/.test(media) ? 'other' : undefined);
	return [byName, byMedia].filter((claim) => claim !== undefined);
}

function agrees(claim: Claim, detected: Found): boolean {
	if (claim === 'other') return detected.includes('/');
	return claim === 'pdf' || claim === 'docx' ? detected === claim : detected === 'text';
}

function chooseTextType(claims: Claim[], bytes: Uint8Array, charset: string | undefined): DocumentType {
	const claimed = claims.filter((claim) => claim !== 'other');
	// `text/plain` counts least: servers send it by default.
	const certain = claimed.find((claim) => claim !== 'plain') ?? claimed[0];
	if (certain) return certain;
	const beginning = decodeDocument(bytes.subarray(0, 1024), charset).trimStart();
	return /^(<\?xml[^>]*>\s*)?(<!--[^>]*-->\s*)*<(!doctype html|html)[\s>]/i.test(beginning) ? 'html' : 'plain';
}

const described: Record<Claim | 'text', string> = {
	pdf: 'a PDF',
	docx: 'a Word document',
	html: 'HTML',
	csv: 'CSV',
	markdown: 'Markdown',
	plain: 'plain text',
	text: 'text',
	other: 'in a binary format',
};

function describe(type: Found): string {
	if (type === 'application/octet-stream') return 'binary data of an unknown type';
	return Object.hasOwn(described, type) ? described[type as Claim | 'text'] : `of type ${type}`;
}
