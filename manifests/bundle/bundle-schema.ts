import { createHash } from 'node:crypto';
import * as Type from 'typebox/type';
import { closed } from '../../core/base/shape';
import { TroupeError } from '../../core/base/errors';
import { describeMisfit } from '../documents/document-schemas';
import { type Bundle, bundle } from '../registry/api/documents';
import { list, revision } from '../registry/api/fields';
import { maxJwtBytes } from '../token/verify-jwt';

const schema = closed({
	...bundle.properties,
	roots: list(closed({ version: revision, tokens: Type.String({ maxLength: 32 * maxJwtBytes }) }), 1_001),
	fileLists: list(Type.String({ maxLength: 2 ** 25 }), 20_000),
});

export const maxBundleBytes = 512 * 1024 * 1024;

/** The result is not trusted yet. @throws TroupeError INPUT_INVALID */
export function parseBundle(text: string, name: string): Bundle {
	let content: unknown;
	try {
		content = JSON.parse(text);
	} catch (cause) {
		throw invalidBundle(name, 'not JSON', cause);
	}
	const problem = describeMisfit(content, schema);
	if (problem !== null) throw invalidBundle(name, problem);
	return content as Bundle;
}

export const computeSha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

function invalidBundle(name: string, problem: string, cause?: unknown): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `${name} is not a bundle: ${problem}`,
		fix: 'Export one at the registry: `troupe manifest bundle export`.',
		cause,
	});
}
