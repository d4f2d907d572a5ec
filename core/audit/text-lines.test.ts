import { decodeText } from './text-lines';

it.each<[what: string, text: string | Uint8Array, message: string]>([
	['a carriage return', 'a\nb\r\nc', 'Line 2 of the note has a control character.'],
	['a tab at the beginning', '\ta', 'Line 1 of the note has a control character.'],
	['a null in the last line', 'a\n\nb\0', 'Line 3 of the note has a control character.'],
	['bytes that are not UTF-8', Buffer.concat([Buffer.from('a\nb'), Buffer.of(0xff)]), 'Line 2 of the note is not UTF-8.'],
	['half of a surrogate pair', 'a\n\ud83d', 'Line 2 of the note is not UTF-8.'],
	['too many bytes', 'ã'.repeat(51), 'The note has 102 bytes, expected at most 100.'],
])('refuses %s', (_what, text, message) => {
	expect(() => decodeText('note', text, 100)).toThrow(message);
});

it('keeps a byte order mark, other planes and C1 characters', () => {
	const text = '\ufeffã\n\u{1f600}\u0085\u007f\n';
	expect(decodeText('note', Buffer.from(text), 100)).toBe(text);
});
