import { decodeDocument, readCharset } from '../../../../core/base/text/decode-document';
import { walkXml } from './walk-xml';
import type { ZipParts } from './read-zip';

/** A part in another format (`w:altChunk`), from programs that convert HTML to Word. */
export type EmbeddedPart = { kind: 'html' | 'text'; text: string } | { kind: 'docx'; bytes: Uint8Array } | { kind: 'unsupported' };

const maxParts = 50;

/** By relationship id (ECMA-376, part 1, 17.17.2). */
export function findEmbeddedParts(zip: ZipParts): Map<string, EmbeddedPart> {
	const parts = new Map<string, EmbeddedPart>();
	const relations = 'word/_rels/document.xml.rels';
	if (!zip.has(relations)) return parts;
	walkXml(decodeDocument(zip.read(relations)), {
		open: (_name, { Id: id, Type: type = '', Target: target = '' }) => {
			if (!id || !type.endsWith('/aFChunk')) return;
			const name = target.startsWith('/') ? target.slice(1) : `word/${target}`;
			parts.set(id, parts.size < maxParts && zip.has(name) ? readPart(zip.read(name)) : { kind: 'unsupported' });
		},
	});
	return parts;
}

function readPart(bytes: Buffer): EmbeddedPart {
	const beginning = bytes.subarray(0, 1024).toString('latin1');
	if (beginning.startsWith('PK\x03\x04')) return { kind: 'docx', bytes };
	if (/^\s*\{\\rtf/.test(beginning) || beginning.includes('\0')) return { kind: 'unsupported' };
	if (/^(?:[\w-]{1,40}:[^\n]*\n|[ \t][^\n]*\n|\r?\n){0,20}?content-type:/i.test(beginning)) return readWebArchive(bytes);
	return { kind: /<(?:html|body|head|p|div|h[1-6]|table|ul|ol|span)\b/i.test(beginning) ? 'html' : 'text', text: decodeDocument(bytes) };
}

/** The archive is an e-mail (RFC 2557). */
function readWebArchive(bytes: Buffer, depth = 0): EmbeddedPart {
	const text = bytes.toString('latin1').replaceAll('\r\n', '\n').replace(/^\n+/, '');
	const end = text.indexOf('\n\n');
	if (end < 0 || depth > 2) return { kind: 'unsupported' };
	const fields = text.slice(0, end).replace(/\n[ \t]+/g, ' ');
	const type = /^content-type:\s*([^\n]*)/im.exec(fields)?.[1] ?? '';
	const body = text.slice(end + 2);
	const boundary = /boundary\s*=\s*(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i.exec(type);
	if (/^multipart\//i.test(type) && boundary) {
		const pieces = `\n${body}`.split(`\n--${boundary[1] ?? boundary[2]}`).slice(1);
		const pages = pieces.map((piece) => readWebArchive(Buffer.from(piece.replace(/^[ \t]*\n/, ''), 'latin1'), depth + 1));
		return pages.find(({ kind }) => kind === 'html') ?? pages.find(({ kind }) => kind === 'text') ?? { kind: 'unsupported' };
	}
	if (!/^text\/(?:html|plain)/i.test(type)) return { kind: 'unsupported' };
	const content = decodeTransfer(body, /^content-transfer-encoding:\s*([\w-]+)/im.exec(fields)?.[1]?.toLowerCase());
	return { kind: /^text\/html/i.test(type) ? 'html' : 'text', text: decodeDocument(content, readCharset(type)) };
}

/** RFC 2045, 6. */
function decodeTransfer(body: string, encoding: string | undefined): Buffer {
	if (encoding === 'base64') return Buffer.from(body, 'base64');
	if (encoding !== 'quoted-printable') return Buffer.from(body, 'latin1');
	const bytes = body
		.replace(/=[ \t]*\n/g, '')
		.replace(/=([\da-f]{2})/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)));
	return Buffer.from(bytes, 'latin1');
}
