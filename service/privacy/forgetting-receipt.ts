import { createHash } from 'node:crypto';
import * as Type from 'typebox/type';
import { optional } from '../../core/base/shape';
import { integer, string } from '../../manifests/registry/api/answer-fields';

export const enginePlace = 'processes';

const place = Type.Object({
	place: string,
	removed: integer,
	...optional({
		anonymised: Type.Integer({ description: 'Rows that stay, and no longer say whose they are' }),
		stays: Type.String({ description: 'Why something stays there, and until when' }),
		left: Type.Array(string, { description: 'What somebody has to look at' }),
	}),
});

/** Proof of a forgetting without a name: the vault's key reveals whom it is about. */
export const receiptShape = Type.Object({
	tenant: string,
	at: string,
	places: Type.Array(place),
	subject: Type.String({ description: 'The keyed hash of the person' }),
	...optional({ openRequests: Type.Array(string, { description: 'Other requests of the person that waited for an answer then' }) }),
	sha256: Type.String({ description: 'Of the JSON of the receipt without this field' }),
});

export type ForgottenPlace = Type.Static<typeof place>;
export type Receipt = Type.Static<typeof receiptShape>;

/** True if nothing of the person was found: a mistyped name must not look forgotten. An engine that another process holds says nothing. */
export const isOfNobody = ({ places }: Pick<Receipt, 'places'>): boolean =>
	places.every(
		({ place: name, removed, anonymised, stays, left }) =>
			removed === 0 && anonymised === undefined && left === undefined && (stays === undefined || name === enginePlace),
	);

export const describeLarge = (file: string): ForgottenPlace => ({
	place: `${file}: unused space`,
	removed: 0,
	stays: 'copies of removed rows that SQLite left when it moved them, until `troupe state compact`',
});

export function writeReceipt({ tenant, at, places, subject, openRequests = [] }: Omit<Receipt, 'sha256'>): Receipt {
	const written = { tenant, at, places, subject, ...(openRequests.length > 0 && { openRequests }) };
	return { ...written, sha256: createHash('sha256').update(JSON.stringify(written)).digest('hex') };
}
