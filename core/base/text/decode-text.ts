import { TroupeError } from '../errors';

/**
 * Decodes the text of a file: UTF-8, or the encoding of its byte order mark or, for XML, of its declaration (XML 1.0, 4.3.3 and appendix F). The
 * declaration in the result names UTF-8.
 * @param name names the file in errors
 * @throws TroupeError INPUT_INVALID when the bytes are not valid in that encoding
 */
export function decodeText(bytes: Uint8Array, name: string): string {
	const encoding = readByteOrder(bytes) ?? declaredEncoding(bytes) ?? 'utf-8';
	return decode(bytes, encoding, name).replace(declaration, '$1UTF-8$3');
}

function readByteOrder([first, second]: Uint8Array): string | undefined {
	if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return 'utf-16le';
	if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return 'utf-16be';
	return undefined;
}

const declaration = /^(<\?xml[^>]{0,200}?\sencoding\s*=\s*["'])([^"']{1,40})(["'])/;
/** ASCII-readable text so far does not use two bytes a character, whatever it declares. */
const wide = /^utf-?16|ucs-?2/i;

function declaredEncoding(bytes: Uint8Array): string | undefined {
	const stripBom = bytes[0] === 0xef ? bytes.subarray(3, 300) : bytes.subarray(0, 300);
	const declared = declaration.exec(Buffer.from(stripBom).toString('latin1'))?.[2];
	return bytes[0] === 0xef || (declared !== undefined && wide.test(declared)) ? undefined : declared;
}

function decode(bytes: Uint8Array, encoding: string, name: string): string {
	try {
		return new TextDecoder(encoding, { fatal: true }).decode(bytes);
	} catch (cause) {
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: `${name} is not valid ${encoding.toUpperCase()} text.`,
			fix: 'Save it in UTF-8.',
			cause,
		});
	}
}
