/** Makes random trees for tests: the same one for the same seed. */
import { Random } from '../../contract/random/random';
import type { Block, Field, PlanTree } from '../../../planner/tree/plan-tree';

const types: Array<Field['type']> = ['text', 'number', 'boolean', 'date', 'list', 'object', 'file'];

/** Returns a random tree that says what a model could say. Most of them have no fault. */
export function randomTree(seed: number): PlanTree {
	const maker = new TreeMaker(new Random(seed));
	const language = seed % 2 === 0 ? 'pt' : 'en';
	return {
		id: `plan-${seed}`,
		name: `Plan <${seed}> & "more"`,
		purpose: 'Tries what is possible.',
		language,
		trigger: maker.random.pick([
			{ kind: 'manual' },
			{ kind: 'form' },
			{ kind: 'message', name: 'New order' },
			{ kind: 'timer', at: 'R1/PT1M' },
		] as const),
		inputs: [
			{ name: 'orderNumber', type: 'text', example: 'A-1' },
			{ name: 'amount', type: 'number', label: 'Amount in €' },
			{ name: 'entries', type: 'list', required: false },
			{ name: 'status', type: 'text', options: ['new', 'open', 'done'] },
		],
		do: maker.run(
			3,
			new Map([
				['amount', 'number'],
				['status', 'text'],
				['entries', 'list'],
			]),
			4,
		),
	};
}

type Known = Map<string, Field['type']>;

class TreeMaker {
	#number = 0;

	constructor(readonly random: Random) {}

	/** Blocks that follow each other; the last may end. */
	run(depth: number, known: Known, most = 3): Block[] {
		const blocks = this.random.times(1, most, () => this.#block(depth, known));
		if (this.random.chance(0.12)) blocks.push({ kind: 'end', ...this.#named('Ended'), ...(this.random.chance(0.4) && { cancels: true }) });
		return blocks;
	}

	#named(name: string): { id: string; name: string } {
		const number = ++this.#number;
		return { id: `${name.toLowerCase().replaceAll(' ', '-')}-${number}`, name: `${name} ${number}` };
	}

	#block(depth: number, known: Known): Block {
		const { random } = this;
		const kinds = { agent: 3, human: 3, node: 2, http: 2, call: 1, unsupported: 1, event: 1, choice: 2, parallel: 1, loop: 1 };
		const kind = random.weighted(depth > 0 ? kinds : { ...kinds, choice: 0, parallel: 0, loop: 0 });
		switch (kind) {
			case 'choice':
				return this.#choice(depth - 1, known);
			case 'parallel': {
				const branches = random.times(2, 3, () => ({ do: this.run(depth - 1, new Map(known), 2) }));
				return { kind, ...this.#named('At once'), branches };
			}
			case 'loop':
				return this.#loop(depth - 1, known);
			case 'event':
				return this.#event(depth - 1, known);
			default:
				return this.#task(kind, depth - 1, known);
		}
	}

	#choice(depth: number, known: Known): Block {
		const { random } = this;
		const inner = (): Block[] => (random.chance(0.25) ? [] : this.run(depth, new Map(known), 2));
		const limit = random.between(1, 100);
		const branches = random.times(1, 3, (at) => ({
			name: `Case ${at}`,
			when: `${this.#condition(known)} or amount > ${limit + at}`,
			do: inner(),
		}));
		branches[0]!.do = this.run(depth, new Map(known), 1);
		return {
			kind: 'choice',
			...this.#named('Which way?'),
			...(random.chance(0.3) && { many: true }),
			branches,
			otherwise: { name: 'otherwise', do: inner() },
		};
	}

	#condition(known: Known): string {
		const [name, type] = this.random.pick([...known]);
		if (type === 'number') return `${name} > ${this.random.between(0, 9)}`;
		if (type === 'boolean') return this.random.pick([name, `not(${name})`]);
		if (type === 'list') return `count(${name}) > 1`;
		if (type === 'date') return `date(${name}) < today()`;
		return type === 'text' ? `${name} = "new"` : `${name} != null`;
	}

	#loop(depth: number, known: Known): Block {
		const { random } = this;
		const limit = random.between(1, 3);
		const named = this.#named('Repeat');
		if (random.chance(0.5)) {
			const as = `entry${this.#number}`;
			const inner = new Map(known);
			const together = random.chance(0.5);
			const blocks = this.run(depth, inner, 2);
			return {
				kind: 'loop',
				...named,
				each: 'entries',
				as,
				...(together && { together }),
				do: blocks,
				limit,
				...this.#onLimit(depth, known),
			};
		}
		const blocks = this.run(depth, known, 2);
		return {
			kind: 'loop',
			...named,
			do: blocks,
			...(random.chance(0.7) && { until: this.#condition(known) }),
			limit,
			...this.#onLimit(depth, known),
		};
	}

	#onLimit(depth: number, known: Known): { onLimit?: Block[] } {
		return this.random.chance(0.3) ? { onLimit: this.run(depth, new Map(known), 1) } : {};
	}

	#event(depth: number, known: Known): Block {
		const { random } = this;
		const waits = random.times(1, 3, (at) => {
			const after = random.chance(0.5) && depth > 0 ? { do: this.run(depth, new Map(known), 1) } : {};
			return {
				on: random.pick([
					{ kind: 'timer', duration: `PT${at + 1}H` },
					{ kind: 'date', date: '2030-01-01T10:00:00Z' },
					{ kind: 'message', name: `Answer ${at}`, key: 'orderNumber', writes: [{ name: `answer${++this.#number}`, type: 'text' }] },
					{ kind: 'signal', name: 'Stop the press' },
				] as const),
				...after,
			};
		});
		return { kind: 'event', ...this.#named('Wait'), waits: waits as (Block & { kind: 'event' })['waits'] };
	}

	#task(kind: 'agent' | 'human' | 'node' | 'http' | 'call' | 'unsupported', depth: number, known: Known): Block {
		const { random } = this;
		const common = { ...this.#named(`Do ${kind}`), why: 'Because.\nSecond line.', ...this.#handlers(depth, known) };
		const writes: Field[] = random.times(0, 2, () => ({
			name: `value${++this.#number}`,
			type: random.pick(types),
			...(random.chance(0.3) && { required: false }),
		}));
		const read = random.chance(0.6) ? [random.pick([...known.keys()])] : [];
		// Steps after it may read what it writes.
		for (const { name, type } of writes) known.set(name, type);
		const step = { ...common, ...(writes.length > 0 && { writes }) };
		switch (kind) {
			case 'agent':
				return {
					kind,
					...step,
					needs: 'Answer "them"',
					agent: 'support@^1.2',
					reads: read,
					...(random.chance(0.4) && { message: '"About " + status' }),
				};
			case 'node':
				return random.chance(0.5)
					? {
							kind,
							...step,
							needs: 'Tell them',
							node: 'n8n-nodes-base.slack@2.3',
							parameters: { text: '="Order " + orderNumber', select: 'channel', options: { a: [1, '=amount'] } },
							credentials: { slackApi: 'sales' },
						}
					: { kind, ...step, needs: 'Find it', node: 'troupe:retrieve', parameters: { collection: 'handbook', question: '=status' } };
			case 'http':
				return {
					kind,
					...step,
					method: 'POST',
					url: random.pick(['https://api.shop.example/orders', '="https://api.shop.example/orders/" + orderNumber']),
					body: '{order: orderNumber}',
					...(random.chance(0.5) && { credential: 'shop' }),
				};
			case 'human':
				return {
					kind,
					...step,
					who: 'finance',
					shows: read,
					instructions: 'Look at {it} <well>.',
					...(random.chance(0.3) && { due: 'P2D' }),
				};
			case 'call':
				return { kind, ...step, process: 'called', inputs: { order: 'orderNumber' } };
			case 'unsupported':
				return { kind, ...step, needs: 'Magic', reason: 'Nobody can.', alternatives: [{ kind: 'http', text: 'An API.' }] };
		}
	}

	#handlers(depth: number, known: Known): { onError?: Block[]; deadline?: { after: string; goesOn?: boolean; do: Block[] } } {
		const { random } = this;
		const inner = (): Block[] =>
			depth > 0 ? this.run(Math.min(depth, 1), new Map(known), 1) : [{ kind: 'human', ...this.#named('Help'), who: 'support' }];
		return {
			...(random.chance(0.15) && { onError: inner() }),
			...(random.chance(0.15) && { deadline: { after: 'PT2H', ...(random.chance(0.5) && { goesOn: true }), do: inner() } }),
		};
	}
}
