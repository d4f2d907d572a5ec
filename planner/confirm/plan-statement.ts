import canonicalize from 'canonicalize';
import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed } from '../../core/base/shape';
import { isoTime, sha256, text } from '../../manifests/documents/document-fields';
import type { EvidenceKind } from '../../manifests/evidence/read-evidence';
import { signPayload } from '../../manifests/token/sign-token';
import type { Signer } from '../../manifests/token/signer';

const statement = closed({
	ver: Type.Literal(1),
	plan: text(200),
	version: text(50),
	hash: sha256,
	engine: Type.Union([Type.Literal('embedded'), Type.Literal('zeebe')]),
	by: text(300),
	at: isoTime,
});

export type PlanStatement = Static<typeof statement>;

export const planStatementType = 'troupe-plan+jwt';
export const planStatementSchema = statement;

export const planStatementKind: EvidenceKind<PlanStatement> = {
	type: planStatementType,
	schema: statement,
	readTime: ({ at }) => at,
};

/** The payload that is signed. */
export const writePlanStatement = (facts: Omit<PlanStatement, 'ver'>): string => canonicalize({ ver: 1, ...facts })!;

export const signPlanStatement = (facts: Omit<PlanStatement, 'ver'>, signer: Signer): Promise<string> =>
	signPayload(planStatementType, writePlanStatement(facts), signer);
