import type { Candidate } from '../plan';
import { shorten } from '../wish/sentences';
import { namesRequired } from './fill/fill-job-type';

const maxCandidates = 30;
const maxName = 60;
const maxPurpose = 110;

export const writeCandidates = (candidates: readonly Candidate[]): string =>
	candidates
		.slice(0, maxCandidates)
		.map(({ kind, name, purpose }) => `${kind} ${shorten(name, maxName)}: ${shorten(purpose, maxPurpose)}${writeRequired(name)}`)
		.join('\n');

function writeRequired(name: string): string {
	const names = name.startsWith('troupe:') ? namesRequired(name) : [];
	return names.length > 0 ? ` (parameters: ${names.join(', ')})` : '';
}
