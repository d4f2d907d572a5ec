import { crc32 } from 'node:zlib';
import { Document, Packer, Paragraph } from 'docx';
import fc from 'fast-check';
import { PDFDocument } from 'pdf-lib';
import { detectType, mediaTypes } from './detect-type';
import { slowTest } from '../../../../test/support/slow-tests';

const word = () => Packer.toBuffer(new Document({ sections: [{ children: [new Paragraph('Leave')] }] }));
const pdf = async () => {
	const document = await PDFDocument.create();
	document.addPage();
	return Buffer.from(await document.save());
};
const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64');
const sheetType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const sheet = zip({ '[Content_Types].xml': `<Types><Override ContentType="${sheetType}.main+xml"/></Types>`, 'xl/workbook.xml': '<x/>' });
const encrypted = Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600), Buffer.from('EncryptedPackage', 'utf16le')]);

describe('what is read', () => {
	it.each([
		['a PDF', pdf, undefined, 'pdf'],
		['a PDF', pdf, 'Leave.PDF', 'pdf'],
		['a PDF behind something else', async () => Buffer.concat([Buffer.from([0, 1, 2, 10]), await pdf()]), 'a.pdf', 'pdf'],
		['a Word document', word, undefined, 'docx'],
		['a Word document', word, 'a.docx', 'docx'],
		['text', () => 'Férias', undefined, 'plain'],
		['text', () => '# x', 'a.md', 'markdown'],
		['text', () => 'a;b', 'a.csv', 'csv'],
		['text', () => 'x', 'notes.of-mine', 'plain'],
		['text that begins as a program does', () => 'MZ is where Mozambique is.', 'a.txt', 'plain'],
		['text about a format', () => 'The first line is %PDF-1.7', 'a.txt', 'plain'],
		['a page', () => '\ufeff <!-- x -->\n<!DOCTYPE html><p>x', undefined, 'html'],
		['a page in XHTML', () => '<?xml version="1.0"?>\n<html xmlns="x"/>', undefined, 'html'],
		['text in UTF-16 without a mark', () => Buffer.from('name;note\n1;2', 'utf16le'), 'a.csv', 'csv'],
		['text in UTF-16', () => Buffer.from('\ufeffa,b', 'utf16le'), 'a.csv', 'csv'],
		['nothing', () => '', 'a.txt', 'plain'],
	])('is %s (%#)', async (_what, make, name, type) =>
		expect(await detectType(Buffer.from((await make()) as string), { name })).toMatchObject({ kind: 'detected', type }),
	);

	it('is told by a media type where the name says nothing', async () => {
		expect(await detectType(Buffer.from('a,b'), { mediaType: 'text/csv; charset=latin1' })).toEqual({
			...{ kind: 'detected', type: 'csv', charset: 'latin1' },
		});
		expect(await detectType(Buffer.from('a,b'), { name: 'a.csv', mediaType: 'application/vnd.ms-excel' })).toMatchObject({ type: 'csv' });
		expect(await detectType(Buffer.from('# a'), { name: 'a.md', mediaType: 'text/plain' })).toMatchObject({ type: 'markdown' });
	});
});

describe('what is refused', () => {
	it.each([
		['a picture', () => png, {}, 'The file is of type image/png, which is not supported.'],
		['a workbook', () => sheet, {}, `The file is of type ${sheetType}, which is not supported.`],
		['a zip', () => zip({ 'a.txt': 'x' }), {}, 'The file is of type application/zip, which is not supported.'],
		['RTF', () => '{\\rtf1 x}', {}, 'The file is of type application/rtf, which is not supported.'],
		['bytes', () => Buffer.from([0, 1, 2, 3]), {}, 'The file is binary data of an unknown type, which is not supported.'],
	])('%s', async (_what, make, hint, message) =>
		expect(await detectType(Buffer.from(make() as string), hint)).toMatchObject({ failure: 'unsupported_type', message }),
	);

	it.each([
		['text named a PDF', () => 'x', { name: 'a.pdf' }, 'a PDF', 'text'],
		['a workbook named a Word document', () => sheet, { name: 'a.docx' }, 'a Word document', `of type ${sheetType}`],
		['a Word document named text', word, { name: 'a.txt' }, 'plain text', 'a Word document'],
		['a PDF sent as a page', pdf, { mediaType: 'text/html' }, 'HTML', 'a PDF'],
		['a PDF sent as a Word document', pdf, { name: 'a.pdf', mediaType: mediaTypes.docx }, 'a Word document', 'a PDF'],
		['text named a picture', () => 'x', { name: 'a.png' }, 'in a binary format', 'text'],
		['text sent as a picture', () => 'x', { mediaType: 'image/x-secret' }, 'in a binary format', 'text'],
	])('%s, with both', async (_what, make, hint, claimed, found) =>
		expect(await detectType(Buffer.from((await make()) as string), hint)).toEqual({
			kind: 'failed',
			failure: 'unsupported_type',
			message: `The file is declared to be ${claimed}, but its content is ${found}.`,
			fix: expect.any(String),
		}),
	);

	it('a Word document with a password, as what it is', async () =>
		expect(await detectType(encrypted, { name: 'a.docx' })).toMatchObject({ failure: 'needs_password' }));
});

slowTest('any bytes give an outcome', async () => {
	const beginnings = [png, sheet, encrypted, await word(), await pdf(), Buffer.from('<?xml'), Buffer.from('ID3'), Buffer.alloc(0)];
	const cut = fc.tuple(fc.constantFrom(...beginnings), fc.nat(2000), fc.uint8Array()).map(([start, length, rest]) => {
		return Buffer.concat([start.subarray(0, length), rest]);
	});
	const names = fc.option(fc.oneof(fc.string(), fc.constantFrom('a.pdf', 'a.docx', '.constructor')), { nil: undefined });
	await fc.assert(
		fc.asyncProperty(cut, names, names, async (bytes, name, mediaType) => {
			expect(['detected', 'failed']).toContain((await detectType(bytes, { name, mediaType })).kind);
		}),
		{ numRuns: 300 },
	);
});

/** Nothing compressed, no directory: as much of a zip as tells what it holds (APPNOTE 4.3.7). */
function zip(files: Record<string, string>): Buffer {
	const parts = Object.entries(files).map(([name, content]) => {
		const header = Buffer.alloc(30);
		header.writeUInt32LE(0x04034b50, 0);
		header.writeUInt32LE(crc32(content), 14);
		header.writeUInt32LE(content.length, 18);
		header.writeUInt32LE(content.length, 22);
		header.writeUInt16LE(name.length, 26);
		return Buffer.concat([header, Buffer.from(name + content)]);
	});
	return Buffer.concat(parts);
}
