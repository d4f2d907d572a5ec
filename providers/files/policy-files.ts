import { join } from 'node:path';
import { TroupeError } from '../../core/base/errors';
import { describeRefusal, readConfinedFile } from './confined-file';
import { decodeText } from '../../core/base/text/decode-text';
import { isDefinitionId } from '../../core/base/text/definition-id';

const maxPolicyBytes = 256 * 1024;

/**
 * The first folder wins; parse-guardrail-policy.ts validates. @throws TroupeError INPUT_INVALID if it does not exist, POLICY_INVALID if it cannot be
 * read
 */
export async function findPolicy(id: string, folders: string[]): Promise<{ path: string; policy: unknown }> {
	if (!isDefinitionId(id))
		throw notFound(`"${id.slice(0, 64)}" is not a valid policy id: expected lower-case letters, digits and hyphens.`);
	for (const folder of folders) {
		const path = join(folder, `${id}.json`);
		const read = await readConfinedFile(path, [folder], maxPolicyBytes);
		if (read.kind === 'missing') continue;
		if (read.kind !== 'file') throw unreadable(path, describeRefusal(read));
		return { path: read.path, policy: withMatchingId(parse(read.bytes, path), id, path) };
	}
	throw notFound(`Guardrail policy "${id}" not found. Looked for ${id}.json in: ${folders.join(', ') || 'no folder'}.`);
}

function parse(bytes: Buffer, path: string): unknown {
	try {
		return JSON.parse(decodeText(bytes, path));
	} catch (cause) {
		throw unreadable(path, `is not JSON: ${(cause as Error).message}`, cause);
	}
}

function withMatchingId(policy: unknown, id: string, path: string): unknown {
	if ((policy as { id?: unknown } | null)?.id === id) return policy;
	throw unreadable(path, `was looked up as "${id}", but has another "id"`);
}

function notFound(message: string): TroupeError {
	const fix = 'Put the policy into one of these folders, add its folder to TROUPE_POLICIES, or correct the id.';
	return new TroupeError({ code: 'INPUT_INVALID', message, fix });
}

function unreadable(path: string, problem: string, cause?: unknown): TroupeError {
	return new TroupeError({ code: 'POLICY_INVALID', message: `The guardrail policy ${path} ${problem}.`, fix: 'Correct the file.', cause });
}
