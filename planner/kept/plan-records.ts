import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { isTroupeError, TroupeError } from '../../core/base/errors';
import type { Clock } from '../../core/ports/host';
import type { ListedPlan, PlanStore, WrittenPlan } from '../../providers/state/plans/plan-store';
import { planNotFound } from '../../providers/state/plans/plan-store';
import { type BriefPlan, toBriefPlan } from '../brief-plan';
import type { Plan } from '../plan';
import type { PlanPage, Plans } from '../plans';

/** Stored plans, and what seals them. */
export interface KeptPlans {
	store: Pick<PlanStore, 'add' | 'change' | 'find' | 'list'>;
	seal(text: string, bound: string): Promise<Uint8Array>;
	unseal(sealed: Uint8Array, bound: string): Promise<string>;
}

export interface ReadPlan {
	plan: Plan;
	revision: number;
}

type PlanActName = 'created' | 'updated' | 'proved' | 'confirmed' | 'started' | 'retried' | 'cancelled';
export type PlanAct = PlanActName | { act: PlanActName; about: { kind: string; value: string } };

const maxConversation = 400;
const maxTries = 10;
const defaultLimit = 50;
const maxLimit = 1_000;

export class PlanRecords {
	constructor(
		private readonly kept: KeptPlans,
		private readonly tenant: string,
		private readonly clock: Clock,
	) {}

	now(): string {
		return new Date(this.clock.now()).toISOString();
	}

	newId = (): string => `plan-${randomBytes(9).toString('base64url').replaceAll('_', 'a').replaceAll('-', 'b')}`;

	/** @throws TroupeError PLAN_NOT_FOUND */
	async read(id: string): Promise<ReadPlan> {
		const stored = await this.kept.store.find(this.tenant, id);
		if (!stored) throw planNotFound(id);
		return { plan: await this.#unseal<Plan>(stored.document, this.#bound(id)), revision: stored.revision };
	}

	async add(plan: Plan): Promise<Plan> {
		await this.kept.store.add(this.tenant, { ...(await this.#close(plan)), createdAt: this.clock.now() }, this.#act(plan, 'created'));
		return plan;
	}

	/**
	 * Stores a plan in place of the read one, also after news of its instances. @throws TroupeError STATE_CONFLICT where somebody changed it
	 * meanwhile
	 */
	async change(read: ReadPlan, changed: Partial<Plan>, act: PlanAct): Promise<Plan> {
		for (let tries = 1, [now, merged] = [read, changed]; ; tries++) {
			try {
				return await this.put(now, merged, act);
			} catch (error) {
				if (!isTroupeError(error) || error.code !== 'STATE_CONFLICT' || tries >= maxTries) throw error;
				now = await this.read(read.plan.id);
				const more = mergeNews(read.plan, changed, now.plan);
				if (!more) throw error;
				merged = more;
			}
		}
	}

	/** @throws TroupeError STATE_CONFLICT where anything is newer */
	async put({ plan: read, revision }: ReadPlan, changed: Partial<Plan>, act: PlanAct): Promise<Plan> {
		const plan = { ...read, ...changed, changedAt: this.now() };
		plan.conversation = plan.conversation.slice(-maxConversation);
		await this.kept.store.change(this.tenant, { ...(await this.#close(plan)), revision }, this.#act(plan, act));
		return plan;
	}

	/** @throws TroupeError INPUT_INVALID for a cursor of another list */
	async list({ state, cursor, limit = defaultLimit }: Parameters<Plans['list']>[0]): Promise<PlanPage> {
		const max = Math.min(Math.max(1, limit), maxLimit);
		const stored = await this.kept.store.list(this.tenant, { state, before: readCursor(cursor) }, max + 1);
		const shown = stored.slice(0, max);
		const last = shown.at(-1);
		const items = await Promise.all(shown.map(({ id, head }) => this.#unseal<BriefPlan>(head, this.#boundHead(id))));
		return {
			items,
			...(stored.length > max && last && { cursor: writeCursor(last) }),
		};
	}

	async #unseal<Content>(sealed: Uint8Array, bound: string): Promise<Content> {
		return JSON.parse(await this.kept.unseal(sealed, bound)) as Content;
	}

	async #close(plan: Plan): Promise<Omit<WrittenPlan, 'createdAt' | 'revision'>> {
		const { id, state, version, confirmed } = plan;
		const document = await this.kept.seal(JSON.stringify(plan), this.#bound(id));
		const head = await this.kept.seal(JSON.stringify(toBriefPlan(plan)), this.#boundHead(id));
		return { id, state, version, isConfirmed: confirmed !== undefined, changedAt: this.clock.now(), document, head };
	}

	#bound(id: string): string {
		return `${this.tenant} ${id}`;
	}

	#boundHead(id: string): string {
		return `${this.#bound(id)} head`;
	}

	#act({ id, confirmed }: Plan, done: PlanAct) {
		const { act, about } = typeof done === 'string' ? { act: done } : done;
		const hash = act === 'confirmed' || act === 'started' ? confirmed?.hash : undefined;
		const details = about ?? (hash !== undefined && { kind: 'hash', value: hash });
		return {
			action: `plan.${act}`,
			object: { kind: 'plan', value: id },
			...(details && { details }),
		};
	}
}

const writeCursor = ({ createdAt, id }: ListedPlan): string => Buffer.from(JSON.stringify([createdAt, id])).toString('base64url');

function readCursor(cursor: string | undefined): [number, string] | undefined {
	if (cursor === undefined) return undefined;
	const place = parse(cursor);
	if (
		Array.isArray(place) &&
		place.length === 2 &&
		Number.isSafeInteger(place[0]) &&
		typeof place[1] === 'string' &&
		!place[1].includes('\0')
	)
		return place as [number, string];
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: 'The cursor is not one of this list.',
		fix: 'Use the cursor of the last answer with the same filters, or begin without one.',
	});
}

function parse(cursor: string): unknown {
	try {
		return JSON.parse(Buffer.from(cursor, 'base64url').toString());
	} catch {
		return undefined;
	}
}

/** @returns undefined where somebody else said or changed something meanwhile */
function mergeNews(read: Plan, changed: Partial<Plan>, newer: Plan): Partial<Plan> | undefined {
	const news = findNews(read.conversation, newer.conversation);
	if (!isDeepStrictEqual(withoutNews(read), withoutNews(newer)) || news?.some(({ from }) => from === 'person') !== false) return undefined;
	const said = changed.conversation?.slice(read.conversation.length) ?? [];
	const isStateNew = changed.state !== undefined && changed.state !== read.state;
	return {
		...changed,
		...(newer.runs && { runs: newer.runs }),
		state: isStateNew ? changed.state! : newer.state,
		conversation: [...newer.conversation, ...said],
	};
}

function withoutNews({ runs: _runs, state: _state, conversation: _conversation, changedAt: _changedAt, ...rest }: Plan): unknown {
	return JSON.parse(JSON.stringify(rest));
}

/** Returns the lines after those that were read, of which the first ones may be gone. */
function findNews(before: Plan['conversation'], now: Plan['conversation']): Plan['conversation'] | undefined {
	const gone = before.findIndex((_, at) => isDeepStrictEqual(before.slice(at), now.slice(0, before.length - at)));
	return gone === -1 ? undefined : now.slice(before.length - gone);
}
