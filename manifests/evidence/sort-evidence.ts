import { parseStrictToken } from '../token/strict-token';
import { refusedToken } from '../token/refused-token';
import { evaluationKind } from './evaluation-statement';
import { maxEvidenceBytes } from './read-evidence';
import { reportKind } from './sandbox-report';

interface SortedEvidence {
	reports: string[];
	evaluations: string[];
}

const kinds = { reports: reportKind, evaluations: evaluationKind };

/** Sorts by the type in the header. @throws TroupeError TOKEN_INVALID */
export function sortEvidence(tokens: readonly string[]): SortedEvidence {
	const sorted: SortedEvidence = { reports: [], evaluations: [] };
	for (const token of tokens) sorted[findKind(token)].push(token);
	return sorted;
}

function findKind(token: string): keyof SortedEvidence {
	const name = 'The evidence';
	const { type } = parseStrictToken(name, Buffer.from(token, 'latin1'), maxEvidenceBytes);
	const kind = (Object.keys(kinds) as Array<keyof SortedEvidence>).find((one) => kinds[one].type === type);
	if (kind) return kind;
	const expected = Object.values(kinds).map((one) => one.type);
	throw refusedToken(name, 'header', `its type is not one of ${expected.join(', ')}`, { expected, actual: type.slice(0, 60) });
}
