import canonicalize from 'canonicalize';
import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed } from '../../core/base/shape';
import { isoTime, list, sha256, text } from '../documents/document-fields';
import { signPayload } from '../token/sign-token';
import type { Signer } from '../token/signer';
import type { ApprovedEvaluation } from './approved-evaluations';
import type { Evidence, EvidenceKind } from './read-evidence';

const statement = closed({
	version: Type.Literal(1),
	/** `sha256`: of the canonical set, with the cases that ran. */
	set: closed({ name: text(200), sha256 }),
	/** Recordings that the cases were played from. */
	recordings: closed({ sha256 }),
	/** `sha256`: of the definition's bytes. */
	agent: closed({ id: text(200), version: text(200), sha256 }),
	/** The published prompt in the definition. */
	prompt: Type.Optional(closed({ name: text(300), version: text(200), sha256 })),
	cases: list(closed({ case: text(300), passed: Type.Boolean(), score: Type.Number({ minimum: 0, maximum: 1 }) }), 2_000, 1),
	evaluatedAt: isoTime,
	versions: closed({ troupe: text(100), node: text(100) }),
});
/** The result of a set of cases for one version of an agent, as a key of the root vouches for it. It holds no texts of cases. */
export type EvaluationStatement = Static<typeof statement>;

/** A signed result of an evaluation. */
export const evaluationKind: EvidenceKind<EvaluationStatement> = {
	type: 'troupe-evaluation+jwt',
	schema: statement,
	readTime: ({ evaluatedAt }) => evaluatedAt,
};

/** Signs a result as JWS in compact serialization. The payload is its canonical JSON, byte for byte. */
export function signEvaluation(result: EvaluationStatement, signer: Signer): Promise<string> {
	return signPayload(evaluationKind.type, canonicalize(result) ?? '', signer);
}

/** Returns what an approval that relies on a result says of it. */
export function describeEvaluation({ facts, sha256: hash }: Evidence<EvaluationStatement>): ApprovedEvaluation {
	const { set, cases, evaluatedAt } = facts;
	return { sha256: hash, set: set.name, passed: cases.filter(({ passed }) => passed).length, cases: cases.length, evaluatedAt };
}
