import type { Capabilities, FileCapability } from '../../core/ports';
import type { RequestReport } from '../network/outlet';

/** What code touched, as its process noted it: `[kind, name]`. */
export type Note = ['read' | 'write' | 'program' | 'environment', string];

const maxNotes = 10_000;
const maxListed = 500;

/** Reads the lines of a process. What is not a note is left out: the code can write there too. */
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
	Array.isArray(note) &&
	note.length === 2 &&
	['read', 'write', 'program', 'environment'].includes(note[0] as string) &&
	typeof note[1] === 'string' &&
	note[1] !== '';

/**
 * Proposes the least list of capabilities with which the run could do what it tried. A person reads it before it is signed.
 */
export function proposeCapabilities(
	requests: readonly RequestReport[],
	notes: readonly Note[],
	more: Pick<Capabilities, 'nodeTypes' | 'tools'> = {},
): Capabilities {
	const named = (kind: Note[0]) => notes.filter(([one]) => one === kind).map(([, name]) => name);
	const files: FileCapability[] = [
		...unique(named('read')).map((path) => ({ path, access: 'read' as const })),
		...unique(named('write')).map((path) => ({ path, access: 'write' as const })),
	];
	const lists = {
		requests: unique(requests.map(({ method, host }) => `${method} ${host}`)),
		files: files.slice(0, maxListed),
		programs: unique(named('program')),
		environment: unique(named('environment').map((name) => name.slice(0, 200))),
		nodeTypes: unique(more.nodeTypes ?? []),
		tools: unique(more.tools ?? []),
	};
	return { version: 1, ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)) };
}

const unique = (texts: readonly string[]) => [...new Set(texts)].sort().slice(0, maxListed);
