import { decodeText } from './decode-text';

const xml = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?>\n<a name="Ação"/>`;
const utf16 = (text: string, bigEndian = false): Buffer => {
	const bytes = Buffer.from(text, 'utf16le');
	return bigEndian ? bytes.swap16() : bytes;
};

describe('the text of a file', () => {
	it.each([
		['UTF-8', Buffer.from(xml('UTF-8'))],
		['UTF-8 with a byte order mark', Buffer.from(`\ufeff${xml('UTF-8')}`)],
		['UTF-8 with a byte order mark that says otherwise', Buffer.from(`\ufeff${xml('ISO-8859-1')}`)],
		['UTF-8 that says UTF-16', Buffer.from(xml('UTF-16'))],
		['UTF-16 with a byte order mark', utf16(`\ufeff${xml('UTF-16')}`)],
		['UTF-16, the other way round', utf16(`\ufeff${xml('UTF-16')}`, true)],
		['UTF-16 without a byte order mark', utf16(xml('UTF-16'), true)],
		['ISO-8859-1, as it declares', Buffer.from(xml('ISO-8859-1'), 'latin1')],
		['Windows-1252, as it declares', Buffer.from(xml('windows-1252'), 'latin1')],
	])('is read from %s', (_name, bytes) => expect(decodeText(bytes, 'a.bpmn')).toBe(xml('UTF-8')));

	it('leaves all else as it is', () => {
		expect(decodeText(Buffer.from('{"encoding": "ISO-8859-1"}\r\n'), 'a.json')).toBe('{"encoding": "ISO-8859-1"}\r\n');
		expect(decodeText(Buffer.alloc(0), 'empty')).toBe('');
	});

	it.each([
		['without a declaration', Buffer.from('<a name="Ação"/>', 'latin1'), 'UTF-8'],
		['in an encoding that nobody knows', Buffer.from(xml('KLINGON')), 'KLINGON'],
	])('is refused %s when it cannot be read', (_name, bytes, encoding) => {
		const message = `a.bpmn is not valid ${encoding} text.`;
		expect(() => decodeText(bytes, 'a.bpmn')).toThrow(expect.objectContaining({ code: 'INPUT_INVALID', message }));
	});
});
