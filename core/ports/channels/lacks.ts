/** Kinds of things that the answers of a channel need. */
export const lackKinds = [
	...(['account', 'agent', 'model', 'secret', 'credential', 'setting', 'program', 'collection', 'database', 'server'] as const),
	...(['desk', 'transcriber', 'process'] as const),
] as const;

/** Something that the answers of a channel need, and that is not there. Contains no secret. */
export interface Lack {
	kind: (typeof lackKinds)[number];
	/** Such as the name of the secret. */
	name: string;
	/** `refused`: it is there, and the other side does not accept it. `unreachable`: nobody could say. */
	state: 'missing' | 'refused' | 'unreachable';
	/** Such as `the tools for leads of the agent clerk`. */
	neededBy: string;
	/** A sentence. */
	reason: string;
	/** An imperative, with the command where there is one. */
	fix: string;
	/** Only who has the process engine can look for it. */
	byEngine?: true;
	/** When somebody else found it, in milliseconds since the epoch. Absent: just now. */
	foundAt?: number;
}

/** Mentions one thing that the same part needs once; of two findings, the later in the list counts. */
export const withoutDoubles = (lacks: Lack[]): Lack[] => [
	...new Map(lacks.map((lack) => [JSON.stringify([lack.kind, lack.name, lack.neededBy]), lack])).values(),
];

/** Describes a lack in one line. */
export const describeLack = ({ reason, neededBy, fix }: Lack): string => `${reason} Needed by ${neededBy}. ${fix}`.trim();
