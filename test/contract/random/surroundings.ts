import type { Resource } from '../../../engine-adapter/engine/deployments';
import type { ModelPart } from '../model-builder';
import type { Random } from './random';

/** A part of a process with one way in and one way out; without a way out its path ends inside. */
export interface Block {
	entry: string;
	exit?: string;
	parts: ModelPart[];
}

/** Position of a block, and what it may hold inside. */
export interface Surroundings {
	random: Random;
	/** Number of levels of blocks that can still be nested. */
	depth: number;
	names: Names;
	/** Called processes, made as calls are. */
	called: Resource[];
	/** True lets jobs throw errors: Zeebe 8.6 gives up an instance whose throw event's job does (decision 31), so no case has both. */
	errors: boolean;
	blockIn(surroundings: Surroundings): Block;
}

/** Gives out ids that no other element of the case has. */
export class Names {
	readonly #used = new Map<string, number>();

	constructor(readonly caseId: string) {}

	next(kind: string): string {
		const number = (this.#used.get(kind) ?? 0) + 1;
		this.#used.set(kind, number);
		return `${kind}${number}`;
	}
}
