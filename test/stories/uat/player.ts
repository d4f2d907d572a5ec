import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { ModeEntry } from '../../../core/ports/channels/hand-overs';
import type { Conversation } from '../../../core/ports/channels/mailbox';
import type { OpenChannels } from '../../../providers/compose/channels/open-channels';
import { waitUntil } from '../../support/wait-until';
import { Customer } from './customer';
import { setLabels, writeNote } from './desk-person';
import { checkEnd } from './check-end';
import { checkModel, checkReplies } from './check-turn';
import { salesCases, type SalesCase, type SalesTurn } from './sales-cases';
import type { Stage } from './stage';
import type { StoryHost } from './story-host';

const tenant = 'default';

/** Plays a case before a host, and checks what it expects. Cases are played one after the other. */
export class CasePlayer {
	readonly customer: Customer;
	/** Replies that the turns so far expect. */
	#replies = 0;
	/** Runs of the agent so far. */
	runs = 0;
	readonly number: number;

	constructor(
		readonly sales: SalesCase,
		readonly host: StoryHost,
		readonly stage: Stage,
		/** The conversations of the host. */
		readonly channels: OpenChannels,
	) {
		this.number = salesCases.cases.indexOf(sales) + 1;
		this.customer = new Customer(`55449888877${String(this.number).padStart(2, '0')}`, stage.zApi, host.webhookUrl);
	}

	async play(): Promise<void> {
		await this.stage.reset();
		await this.#prepare();
		for (const turn of this.sales.turns) await this.#playTurn(turn);
		await checkEnd(this);
		expect(this.stage.model.unexpected).toEqual([]);
		expect(this.customer.replies).toHaveLength(this.#replies);
	}

	/** Waits for what happens after a reply. */
	wait<Value>(
		what: string,
		look: () => Value | Promise<Value>,
		seen: () => unknown = () => this.host.log,
	): ReturnType<typeof waitUntil<Value>> {
		return waitUntil(`${what} (case ${this.sales.id})`, look, { seen, everyMs: 50 });
	}

	async findConversation(): Promise<Conversation | undefined> {
		return (await this.channels.mailbox.list(tenant, { address: this.customer.phone }, 1))[0];
	}

	/** Who switched the agent, oldest first. */
	async readModes(): Promise<ModeEntry[]> {
		const conversation = await this.findConversation();
		if (!conversation) return [];
		const entries = await this.channels.handOvers.listModes(tenant, conversation.channel, 1_000);
		return entries.filter((entry) => entry.conversation === conversation.id).reverse();
	}

	/** Waits until everything that arrived was processed, and everything that is sent was sent. */
	async settle(): Promise<void> {
		const { receipts, outbox } = this.channels;
		await this.wait('everything to be processed', async () => {
			await this.customer.echo();
			const waiting = await receipts.list(tenant, { state: 'received' }, 1);
			const sends = await Promise.all((['queued', 'sending', 'unknown'] as const).map((state) => outbox.list(tenant, { state }, 1)));
			return waiting.length === 0 && sends.every((some) => some.length === 0);
		});
		await this.host.settle?.();
	}

	async #prepare(): Promise<void> {
		const company = this.sales.given?.company;
		if (!company) return;
		await this.stage.supabase.sql(`insert into empresa (equipe, cnpj, nome) values ('vendas', '${company.cnpj}', '${company.nome}')`);
	}

	async #playTurn(turn: SalesTurn): Promise<void> {
		this.#breakDown(turn);
		this.#change(turn);
		this.stage.model.begin(turn);
		if (turn.customer) await this.customer.write(turn.customer, turn.given);
		if (turn.person) await this.customer.hear(turn.person);
		const place = { phone: this.customer.phone, number: this.number };
		if (turn.command) await writeNote(this.host.deskUrl, { ...place, text: turn.command, by: turn.by });
		if (turn.labels) await setLabels(this.host.deskUrl, turn.labels, place);
		this.#replies += turn.expect.replies ?? 0;
		await this.wait(`reply ${this.#replies}`, () => this.customer.replies.length >= this.#replies);
		await this.settle();
		checkReplies(turn, this.customer, this.#replies);
		checkModel(turn, this.stage.model);
		if (turn.expect.mode) expect((await this.findConversation())?.mode).toBe(turn.expect.mode);
		this.runs += this.stage.model.runs;
	}

	/** Lets time pass, and people of the company work, since the turn before. */
	#change({ given }: SalesTurn): void {
		if (given?.deals === 'won')
			for (const deal of this.stage.pipeRun.tables.deals) Object.assign(deal, { status: 1, closed_at: tellBrasiliaTime(new Date()) });
		if (given?.minutesLater === undefined) return;
		const database = new DatabaseSync(join(this.host.home, 'state.db'), { timeout: 10_000 });
		const earlier = given.minutesLater * 60_000;
		database.exec(`UPDATE hand_over SET at = at - ${earlier}; UPDATE desk_write SET created_at = created_at - ${earlier}`);
		database.close();
	}

	#breakDown({ given }: SalesTurn): void {
		const unavailable = { status: 503, headers: { 'retry-after': '0' }, body: { error: 'Service Unavailable' } };
		if (given?.down === 'provider')
			this.stage.zApi.script([{ status: 429, headers: { 'retry-after': '1' }, body: { error: 'Too Many Requests' } }]);
		if (given?.down === 'crm') this.stage.pipeRun.fault = () => unavailable;
	}
}

/** `2026-11-28 10:00:00`, as PipeRun tells times. */
const tellBrasiliaTime = (time: Date) => time.toLocaleString('sv-SE', { timeZone: 'America/Sao_Paulo' });
