import canonicalize from 'canonicalize';
import { signPayload } from '../token/sign-token';
import type { Signer } from '../token/signer';
import type { ApprovedEvaluation } from './approved-evaluations';
import type { Evidence, EvidenceKind } from './read-evidence';

/** The result of a set of cases for one version of an agent, as a key of the root vouches for it. It holds no texts of cases. */
export interface EvaluationStatement {
	version: 1;
	/** `sha256`: of the canonical set, with the cases that ran. */
	set: { name: string; sha256: string };
	/** Recordings that the cases were played from. */
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

/** A signed result of an evaluation. */
export const evaluationKind: EvidenceKind<EvaluationStatement> = {
	type: 'troupe-evaluation+jwt',
	schema,
	readTime: ({ evaluatedAt }) => evaluatedAt,
};

/** Signs a result as JWS in compact serialization. The payload is its canonical JSON, byte for byte. */
export function signEvaluation(statement: EvaluationStatement, signer: Signer): Promise<string> {
	return signPayload(evaluationKind.type, canonicalize(statement) ?? '', signer);
}

/** Returns what an approval that relies on a result says of it. */
export function describeEvaluation({ facts, sha256: hash }: Evidence<EvaluationStatement>): ApprovedEvaluation {
	const { set, cases, evaluatedAt } = facts;
	return { sha256: hash, set: set.name, passed: cases.filter(({ passed }) => passed).length, cases: cases.length, evaluatedAt };
}
