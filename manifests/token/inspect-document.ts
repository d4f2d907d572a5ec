import { getErrorMessage } from '../../core/base/errors';
import { documentSchemas } from '../documents/document-schemas';
import type { Documents, DocumentType } from '../documents/documents';
import { decodeBase64url } from './base64url';
import { parseToken } from './read-token';
import { refusedToken } from './refused-token';
import { parseStrictJson } from './strict-json';
import { brief } from './strict-token';

interface ClaimedDocument {
	type: DocumentType;
	keyId: string;
	/** SHA-256 of the bytes, hex. */
	sha256: string;
	claimed: Documents[DocumentType];
}

/** Does not verify the document. @throws TroupeError TOKEN_INVALID */
export function inspectDocument(name: string, bytes: Uint8Array): ClaimedDocument {
	const { type, keyId, sha256, claimed } = parseToken(name, readType(name, bytes), bytes);
	return { type, keyId, sha256, claimed };
}

function readType(name: string, bytes: Uint8Array): DocumentType {
	const [header = ''] = Buffer.from(bytes.subarray(0, 1024)).toString('latin1').split('.');
	let typ: unknown;
	try {
		typ = (parseStrictJson(decodeBase64url(header) ?? Buffer.alloc(0)) as { typ?: unknown } | null)?.typ;
	} catch (error) {
		throw refusedToken(name, 'json', `it is not a signed document (${getErrorMessage(error)})`, {
			expected: 'the header of a signed document',
			actual: getErrorMessage(error),
		});
	}
	if (typeof typ === 'string' && Object.hasOwn(documentSchemas, typ)) return typ as DocumentType;
	const expected = Object.keys(documentSchemas);
	throw refusedToken(name, 'header', `its type is not one of ${expected.join(', ')}`, { expected, actual: brief(typ) });
}
