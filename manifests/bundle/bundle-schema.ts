import { createHash } from 'node:crypto';
import { TroupeError } from '../../core/base/errors';
import { describeMisfit } from '../documents/document-schemas';
import { tenantPattern } from '../documents/documents';
import type { Bundle } from '../registry/registry-api';
import { maxJwtBytes } from '../token/verify-jwt';

const list = (items: object, maxItems: number) => ({ type: 'array', items, maxItems });
const token = { type: 'string', minLength: 1, maxLength: maxJwtBytes };

const schema = {
	type: 'object',
	properties: {
		version: { const: 1 },
		tenant: { type: 'string', pattern: tenantPattern.source },
		roots: list(
			{
				type: 'object',
				properties: {
					version: { type: 'integer', minimum: 1, maximum: 2 ** 31 - 1 },
					tokens: { type: 'string', maxLength: 32 * maxJwtBytes },
				},
				required: ['version', 'tokens'],
				additionalProperties: false,
			},
			1_001,
		),
		snapshot: { type: 'string', minLength: 1, maxLength: 8 * 1024 * 1024 },
		manifests: list(token, 20_000),
		approvals: list(token, 100_000),
		fileLists: list({ type: 'string', maxLength: 2 ** 25 }, 20_000),
	},
	required: ['version', 'tenant', 'roots', 'snapshot', 'manifests', 'approvals', 'fileLists'],
	additionalProperties: false,
};

/** The manifests of a whole site are some tens of megabytes. */
export const maxBundleBytes = 512 * 1024 * 1024;

/**
 * Parses a bundle by its schema. Nothing in it is trusted yet.
 * @throws TroupeError INPUT_INVALID
 */
export function parseBundle(text: string, name: string): Bundle {
	let bundle: unknown;
	try {
		bundle = JSON.parse(text);
	} catch (cause) {
		throw invalidBundle(name, 'not JSON', cause);
	}
	const problem = describeMisfit(bundle, schema);
	if (problem !== null) throw invalidBundle(name, problem);
	return bundle as Bundle;
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
