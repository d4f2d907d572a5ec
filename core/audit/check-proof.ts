import { parseJson } from '../base/text/json/lossless-json';
import { decodeBase64 } from './text-lines';
import { verifyConsistency, verifyInclusion } from './verify-proof';

/** Says why a line is not a claim that can be checked: the end of `line 3 …`. */
export class UnreadableClaim extends Error {}

const kinds = {
	inclusion: (fields: Fields) =>
		verifyInclusion({
			index: fields.number('leafIdx'),
			size: fields.number('treeSize'),
			root: fields.hash('root'),
			leafHash: fields.hash('leafHash'),
			proof: fields.proof(),
		}),
	consistency: (fields: Fields) =>
		verifyConsistency({
			size1: fields.number('size1'),
			size2: fields.number('size2'),
			root1: fields.hash('root1'),
			root2: fields.hash('root2'),
			proof: fields.proof(),
		}),
};

/** Checks a claim of a JSON line. @returns why it does not hold; undefined if it does @throws UnreadableClaim */
export function checkProof(line: string): string | undefined {
	const fields = parseObject(line);
	const { kind } = fields;
	if (kind === 'inclusion' || kind === 'consistency') return kinds[kind](new Fields(fields));
	throw new UnreadableClaim('has no "kind" that is known; expected "inclusion" or "consistency"');
}

function parseObject(line: string): Record<string, unknown> {
	let value: unknown;
	try {
		value = parseJson(line);
	} catch {
		throw new UnreadableClaim('is not JSON');
	}
	if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
	throw new UnreadableClaim('is not an object');
}

class Fields {
	constructor(private readonly fields: Record<string, unknown>) {}

	number(name: string): bigint {
		const value = this.fields[name];
		if (typeof value === 'bigint' || Number.isSafeInteger(value)) return BigInt(value as bigint | number);
		throw new UnreadableClaim(`has no whole number as "${name}"`);
	}

	/** A hash of another length is readable: the claim does not hold. */
	hash(name: string): Buffer {
		return readHash(this.fields[name], `"${name}"`);
	}

	proof(): Buffer[] {
		const proof = this.fields.proof ?? [];
		if (!Array.isArray(proof)) throw new UnreadableClaim('has no list as "proof"');
		return proof.map((hash, place) => readHash(hash, `hash ${place} of "proof"`));
	}
}

function readHash(value: unknown, name: string): Buffer {
	// Go writes a nil slice as null.
	const bytes = decodeBase64(typeof value === 'string' ? value : value === null ? '' : '?');
	if (bytes !== undefined) return bytes;
	throw new UnreadableClaim(`has no base64 as ${name}`);
}
