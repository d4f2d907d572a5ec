import { type HandOverSummary, summaryFields } from '../../ports/channels/hand-overs';

const maxFieldLength = 2_000;

type SummaryRead = { kind: 'ok'; summary: HandOverSummary } | { kind: 'invalid'; problem: string };

/** Reads the summary of a hand-over. Accepts numbers as texts; drops empty fields. */
export function readSummary(value: unknown): SummaryRead {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return invalid('is not an object');
	const summary: HandOverSummary = {};
	for (const [name, field] of Object.entries(value)) {
		const known = summaryFields.find((each) => each === name);
		if (known === undefined) return invalid(`has the field "${name.slice(0, 60)}"; its fields are ${summaryFields.join(', ')}`);
		if (field === null || field === '') continue;
		if (typeof field !== 'string' && typeof field !== 'number') return invalid(`has a field "${name}" that is not a text`);
		if (String(field).length > maxFieldLength) return invalid(`has a field "${name}" of more than ${maxFieldLength} characters`);
		if (String(field).trim() !== '') summary[known] = String(field).trim();
	}
	return { kind: 'ok', summary };
}

const invalid = (problem: string): SummaryRead => ({ kind: 'invalid', problem });
