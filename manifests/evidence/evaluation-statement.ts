import canonicalize from 'canonicalize';
import type { ApprovedEvaluation } from './approved-evaluations';
import { describeMisfit } from '../documents/document-schemas';
import type { KeyRing } from '../token/key-ring';
import { getMaxTokenBytes } from '../token/read-token';
import { refusedToken } from '../token/refused-token';
import { signPayload } from '../token/sign-token';
import type { Signer } from '../token/signer';
import { parseStrictToken, verifySignature } from '../token/strict-token';

/** The type in the header of a signed result of an evaluation. */
export const evaluationType = 'troupe-evaluation+jwt';

/** The result of a set of cases for one version of an agent, as a key of the root vouches for it. It holds no texts of cases. */
export interface EvaluationStatement {
	version: 1;
	/** `sha256`: of the canonical set, with the cases that ran. */
	set: { name: string; sha256: string };
	/** What the cases were played from. */
	recordings: { sha256: string };
	/** `sha256`: of the definition's bytes. */
	agent: { id: string; version: string; sha256: string };
	/** The published prompt in the definition. */
	prompt?: { name: string; version: string; sha256: string };
	cases: Array<{ case: string; passed: boolean; /** 0 to 1. */ score: number }>;
	/** ISO 8601. */
	evaluatedAt: string;
	versions: { troupe: string; node: string };
}

export interface VerifiedEvaluation {
	statement: EvaluationStatement;
	/** SHA-256 of the token, hex. */
	sha256: string;
	keyId: string;
	token: string;
}

const text = (maxLength: number) => ({ type: 'string', minLength: 1, maxLength });
const sha256 = { type: 'string', pattern: '^[0-9a-f]{64}$' };
const time = { type: 'string', pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$' };
const object = (properties: Record<string, object>, optional: string[] = []) => ({
	type: 'object',
	properties,
	required: Object.keys(properties).filter((name) => !optional.includes(name)),
	additionalProperties: false,
});

const schema = object(
	{
		version: { const: 1 },
		set: object({ name: text(200), sha256 }),
		recordings: object({ sha256 }),
		agent: object({ id: text(200), version: text(200), sha256 }),
		prompt: object({ name: text(300), version: text(200), sha256 }),
		cases: {
			type: 'array',
			minItems: 1,
			maxItems: 2_000,
			items: object({ case: text(300), passed: { type: 'boolean' }, score: { type: 'number', minimum: 0, maximum: 1 } }),
		},
		evaluatedAt: time,
		versions: object({ troupe: text(100), node: text(100) }),
	},
	['prompt'],
);

/** Signs a result as JWS in compact serialization. The payload is its canonical JSON, byte for byte. */
export function signEvaluation(statement: EvaluationStatement, signer: Signer): Promise<string> {
	return signPayload(evaluationType, canonicalize(statement) ?? '', signer);
}

/**
 * Reads a signed result. One of `keys` must have signed it.
 * @param name for errors
 * @throws TroupeError TOKEN_INVALID
 */
export function readEvaluation(name: string, token: string, keys: KeyRing): VerifiedEvaluation {
	const parsed = parseStrictToken(name, Buffer.from(token, 'latin1'), getMaxTokenBytes(evaluationType));
	if (parsed.type !== evaluationType)
		throw refusedToken(name, 'header', `its type is ${parsed.type.slice(0, 60)}, expected ${evaluationType}`, {
			expected: evaluationType,
			actual: parsed.type.slice(0, 60),
		});
	const problem = describeMisfit(parsed.payload, schema);
	if (problem !== null) throw refusedToken(name, 'schema', problem, { expected: 'a result of an evaluation', actual: problem });
	const key = keys.get(parsed.keyId);
	if (!key)
		throw refusedToken(name, 'key', `it names the key ${parsed.keyId}, which belongs to no author and no approver`, {
			expected: [...keys.keys()],
			actual: parsed.keyId,
		});
	verifySignature(parsed, key);
	return { statement: parsed.payload as EvaluationStatement, sha256: parsed.sha256, keyId: parsed.keyId, token };
}

/** Returns what an approval that relies on a result says of it. */
export function describeEvaluation({ statement, sha256: hash }: VerifiedEvaluation): ApprovedEvaluation {
	const { set, cases, evaluatedAt } = statement;
	return { sha256: hash, set: set.name, passed: cases.filter(({ passed }) => passed).length, cases: cases.length, evaluatedAt };
}
