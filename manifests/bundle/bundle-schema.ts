import { createHash } from 'node:crypto';
import { TroupeError } from '../../core/base/errors';
import { misfit } from '../documents/document-schemas';
import { tenantPattern } from '../documents/documents';
import type { Bundle } from '../registry/registry-api';

const longestToken = 256 * 1024;
const list = (items: object, maxItems: number) => ({ type: 'array', items, maxItems });
const token = { type: 'string', minLength: 1, maxLength: longestToken };

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
					tokens: { type: 'string', maxLength: 32 * longestToken },
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

/** A site's worth of manifests is some tens of megabytes. */
export const longestBundle = 512 * 1024 * 1024;

/**
 * A bundle's shape; nothing in it is believed yet.
 * @throws TroupeError INPUT_INVALID
 */
export function parseBundle(text: string, name: string): Bundle {
	let bundle: unknown;
	try {
		bundle = JSON.parse(text);
	} catch (cause) {
		throw noBundle(name, 'not JSON', cause);
	}
	const problem = misfit(bundle, schema);
	if (problem !== null) throw noBundle(name, problem);
	return bundle as Bundle;
}

export const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

function noBundle(name: string, problem: string, cause?: unknown): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `${name} is not a bundle: ${problem}`,
		fix: 'Make one where the registry is: `troupe manifest bundle export`.',
		cause,
	});
}
