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
	set: closed({ name: text(200), sha256 }),
	recordings: closed({ sha256 }),
	agent: closed({ id: text(200), version: text(200), sha256 }),
	prompt: Type.Optional(closed({ name: text(300), version: text(200), sha256 })),
	cases: list(closed({ case: text(300), passed: Type.Boolean(), score: Type.Number({ minimum: 0, maximum: 1 }) }), 2_000, 1),
	evaluatedAt: isoTime,
	versions: closed({ troupe: text(100), node: text(100) }),
});
/** Result of an evaluation set for one agent version, signed by a key of the root. Contains no texts of cases. */
export type EvaluationStatement = Static<typeof statement>;

export const evaluationKind: EvidenceKind<EvaluationStatement> = {
	type: 'troupe-evaluation+jwt',
	schema: statement,
	readTime: ({ evaluatedAt }) => evaluatedAt,
};

export function signEvaluation(result: EvaluationStatement, signer: Signer): Promise<string> {
	return signPayload(evaluationKind.type, canonicalize(result) ?? '', signer);
}

export function describeEvaluation({ facts, sha256: hash }: Evidence<EvaluationStatement>): ApprovedEvaluation {
	const { set, cases, evaluatedAt } = facts;
	return { sha256: hash, set: set.name, passed: cases.filter(({ passed }) => passed).length, cases: cases.length, evaluatedAt };
}
