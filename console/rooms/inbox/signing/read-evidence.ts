import { fromBase64url, sha256, toHex, toText } from './bytes';

export interface Evidence {
	kind: 'report' | 'evaluation';
	token: string;
	sha256: string;
	file: string;
	/** For people: level of a report, or set of an evaluation with its cases. */
	told: string;
	claim?: { sha256: string; set: string; passed: number; cases: number; evaluatedAt: string };
}

/** A sandbox output with its report is longer than a token. */
export const maxEvidenceBytes = 16 * 1024 * 1024;
const kinds: Record<string, Evidence['kind']> = {
	'troupe-sandbox-report+jwt': 'report',
	'troupe-evaluation+jwt': 'evaluation',
};

interface Facts {
	level?: { reached: string };
	set?: { name: string };
	cases?: Array<{ passed: boolean }>;
	evaluatedAt?: string;
}

/** Reads a signed result or report, also from `troupe sandbox run … --json`. @returns undefined for other files */
export async function readEvidence(file: string, content: string): Promise<Evidence | undefined> {
	try {
		const text = content.trim();
		const token = text.startsWith('{') ? (JSON.parse(text) as { signedReport: string }).signedReport : text;
		const [header = '', payload = ''] = token.split('.');
		const { typ = '' } = JSON.parse(toText(fromBase64url(header))) as { typ?: string };
		const kind = kinds[typ];
		const bytes = fromBase64url(payload);
		const hash = toHex(await sha256(bytes));
		return kind && { kind, token, file, sha256: hash, ...describe(JSON.parse(toText(bytes)) as Facts, hash) };
	} catch {
		// Any other file: a picture, an unsigned report.
		return undefined;
	}
}

function describe({ level, set, cases = [], evaluatedAt }: Facts, hash: string): Pick<Evidence, 'told' | 'claim'> {
	if (!set) return { told: level!.reached };
	const passed = cases.filter((one) => one.passed).length;
	return {
		told: `${set.name}, ${passed} / ${cases.length}`,
		claim: { sha256: hash, set: set.name, passed, cases: cases.length, evaluatedAt: evaluatedAt! },
	};
}
