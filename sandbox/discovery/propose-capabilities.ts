import type { Capabilities, FileCapability } from '../../core/ports/capabilities/capabilities';
import type { RequestReport } from '../report/report-shape';
import { isUncarried } from '../network/outlet';

export type Note = [(typeof kinds)[number], string];

/** `begin`: start of the watched part, written by our program before it loads the code. */
const kinds = ['read', 'write', 'program', 'environment', 'begin'] as const;

const maxNotes = 10_000;
const maxListed = 500;

/** Skips invalid lines: the code can write there too. */
export function readNotes(text: string): Note[] {
	return text
		.split('\n')
		.slice(0, maxNotes)
		.flatMap((line) => {
			try {
				const note = JSON.parse(line) as unknown;
				return isNote(note) ? [note] : [];
			} catch {
				return [];
			}
		});
}

const isNote = (note: unknown): note is Note =>
	Array.isArray(note) && note.length === 2 && kinds.some((kind) => kind === note[0]) && typeof note[1] === 'string' && note[1] !== '';

/** Proposes the minimal capabilities for the attempted actions. A person reviews it before signing. */
export function proposeCapabilities(
	requests: readonly RequestReport[],
	notes: readonly Note[],
	more: Pick<Capabilities, 'nodeTypes' | 'programs' | 'requests' | 'tools'> = {},
): Capabilities {
	const begin = notes.findIndex(([kind]) => kind === 'begin');
	const named = (kind: Note[0]) =>
		notes
			.slice(begin + 1)
			.filter(([one]) => one === kind)
			.map(([, name]) => name);
	const files: FileCapability[] = [
		...unique(named('read')).map((path) => ({ path, access: 'read' as const })),
		...unique(named('write')).map((path) => ({ path, access: 'write' as const })),
	];
	const lists = {
		// A list cannot allow what no connection carries.
		requests: unique([
			...requests.filter((one) => !isUncarried(one)).map(({ method, host }) => `${method} ${host}`),
			...(more.requests ?? []),
		]),
		files: files.slice(0, maxListed),
		programs: unique([...named('program'), ...(more.programs ?? [])]),
		environment: unique(named('environment').map((name) => name.slice(0, 200))),
		nodeTypes: unique(more.nodeTypes ?? []),
		tools: unique(more.tools ?? []),
	};
	return { version: 1, ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)) };
}

const unique = (texts: readonly string[]) => [...new Set(texts)].sort().slice(0, maxListed);
