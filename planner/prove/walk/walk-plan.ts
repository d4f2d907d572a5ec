import type { Block, PlanTree } from '../../tree/plan-tree';
import type { ValueFinder } from '../find-values';
import type { Search } from '../search';
import type { Target } from '../targets';
import { goEvent, goMany, goOne, goParallel } from './walk-forks';
import { goEntries, goRounds } from './walk-loops';
import { WalkState } from './walk-state';
import { goTask } from './walk-tasks';
import type { Going, Place, Walked } from './walked';

/** Goes one way through a plan: at each fork the one that the list of decisions names, first ones where it names none. */
export class PlanWalk {
	readonly #state: WalkState;

	constructor(
		finder: ValueFinder,
		private readonly search: Search,
		target: Target | undefined,
		decided: readonly number[],
	) {
		this.#state = new WalkState(finder, target, decided, (blocks, path, place) => this.#goBlocks(blocks, path, place));
	}

	get decisions(): WalkState['decisions'] {
		return this.#state.decisions;
	}

	/** @throws DeadEnd */
	async walk(tree: PlanTree): Promise<Walked> {
		const state = this.#state;
		const inputs = state.create(tree.inputs, tree.trigger.kind === 'form');
		const place: Place = { scope: new Map(tree.trigger.kind === 'timer' ? [] : inputs), acts: [] };
		await this.#goBlocks(tree.do, '/do', place);
		const { blocks, ways, values } = state;
		return { inputs, acts: place.acts, blocks, ways, values, scope: place.scope };
	}

	async #goBlocks(blocks: readonly Block[], path: string, place: Place): Promise<Going> {
		for (const [index, block] of blocks.entries()) {
			const going = await this.#goBlock(block, `${path}/${index}`, place);
			if (going !== 'on') return going;
		}
		return 'on';
	}

	async #goBlock(block: Block, path: string, place: Place): Promise<Going> {
		const state = this.#state;
		await this.search.step();
		state.blocks.push(block);
		switch (block.kind) {
			case 'end':
				return block.cancels ? 'cancels' : 'ends';
			case 'choice':
				return block.many ? goMany(state, block, path, place) : goOne(state, block, path, place);
			case 'parallel':
				return goParallel(state, block, path, place);
			case 'event':
				return goEvent(state, block, path, place);
			case 'loop':
				return block.each === undefined ? goRounds(state, block, path, place) : goEntries(state, block, block.each, path, place);
			default:
				return goTask(state, block, path, place);
		}
	}
}
