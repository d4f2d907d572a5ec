export const lackKinds = [
	...(['account', 'agent', 'model', 'secret', 'credential', 'setting', 'program', 'collection', 'database', 'server'] as const),
	...(['desk', 'transcriber', 'process'] as const),
] as const;

/** Missing for the answers of a channel. Contains no secret. */
export interface Lack {
	kind: (typeof lackKinds)[number];
	name: string;
	/** `refused`: it exists, but the other side does not accept it. `unreachable`: nobody could say. */
	state: 'missing' | 'refused' | 'unreachable';
	neededBy: string;
	reason: string;
	/** An imperative, with the command if any. */
	fix: string;
	byEngine?: true;
	/** By another process, in milliseconds since the epoch. Absent: just now. */
	foundAt?: number;
}

/** Mentions one thing that the same part needs once; of two findings, the later in the list counts. */
export const withoutDoubles = (lacks: Lack[]): Lack[] => [
	...new Map(lacks.map((lack) => [JSON.stringify([lack.kind, lack.name, lack.neededBy]), lack])).values(),
];

export const describeLack = ({ reason, neededBy, fix }: Lack): string => `${reason} Needed by ${neededBy}. ${fix}`.trim();
