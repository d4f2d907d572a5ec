import { setTimeout as wait } from 'node:timers/promises';
import type { Language } from '../../../core/base/text/languages';
import type { PhoneState } from '../phone/phone';
import { lines } from './line';
import type { World } from './story';
import { storyTexts } from './texts';

type Row = Record<string, string | number | null>;

/** What the systems beside the phone hold of the customer of one language, read again and again. */
export class Panels {
	shown: PhoneState['panels'] = [];

	constructor(
		readonly world: World,
		readonly language: Language,
	) {}

	async watch(signal: AbortSignal): Promise<void> {
		while (!signal.aborted) {
			await this.read();
			await wait(700, undefined, { signal }).catch(() => undefined);
		}
	}

	/** Reads them once. */
	async read(): Promise<void> {
		this.shown = await this.#read();
	}

	get #texts() {
		return storyTexts[this.language];
	}

	get #phone(): string {
		return lines[this.language].phone;
	}

	async #read(): Promise<PhoneState['panels']> {
		const { supabase } = this.world;
		const own = `from leads where telefone = '+${this.#phone}'`;
		const [leads, companies, budgets] = await Promise.all([
			supabase.sql<Row>(`select nome, cidade, temperatura, oportunidade_pipe_id as negocio ${own}`),
			supabase.sql<Row>(`select nome, cnpj from empresa where id in (select empresa_id ${own})`),
			supabase.sql<Row>(`select equipamento, quantidade, necessidade from orcamentos where lead_id in (select id ${own})`),
		]);
		const { tables, nothing } = this.#texts;
		const show = (rows: Row[]) => rows.map((row) => this.#list(row)).join('\n') || nothing;
		return [
			{ title: 'Chatwoot', text: this.#desk() },
			{ title: 'PipeRun', text: this.#crm() },
			{ title: `Supabase: ${tables.leads}`, text: show(leads) },
			{ title: `Supabase: ${tables.companies}`, text: show(companies) },
			{ title: `Supabase: ${tables.budgets}`, text: show(budgets) },
		];
	}

	#crm(): string {
		const { companies, persons, deals, notes } = this.world.pipeRun.tables;
		const { company, person, deal, note, nothing } = this.#texts;
		const people = persons.filter((row) => JSON.stringify(row).includes(this.#phone));
		const sold = deals.filter((row) => people.some(({ id }) => id === row['person_id']));
		const firms = companies.filter(({ id }) => [...sold, ...people].some((row) => row['company_id'] === id));
		const written = notes.filter((row) => sold.some(({ id }) => id === row['deal_id']));
		const named = [...firms.map(({ name }) => [company, name]), ...people.map(({ name }) => [person, name])];
		const rows = [...named, ...sold.map(({ title }) => [deal, title])].map(([kind, text]) => `${kind as string}: ${text as string}`);
		return [rows.join('\n'), ...written.map(({ text }) => `${note}\n${text as string}`)].filter(Boolean).join('\n\n') || nothing;
	}

	#desk(): string {
		const { written, conversations, contacts } = this.world.chatwoot;
		const { nothing, labels: labelled, assignee: assigned } = this.#texts;
		const contact = contacts.find(({ phone_number }) => String(phone_number).endsWith(this.#phone))?.['id'];
		const notes = written.filter((message) => message['private'] === true);
		return (
			notes
				.flatMap((note) => {
					const { contact: whose, labels, assignee } = conversations.get(note['conversation_id'] as number)!;
					if (contact === undefined || whose !== contact) return [];
					return [
						`${note['content'] as string}\n\n${labelled}: ${labels.join(', ') || nothing}\n${assigned}: ${assignee === null ? nothing : `Ana (${assignee})`}`,
					];
				})
				.join('\n\n') || nothing
		);
	}

	#list(row: Row): string {
		const { columns, values, notInformed } = this.#texts;
		const say = (value: string | number | null) => (value === null ? notInformed : (values[value] ?? String(value)));
		return Object.entries(row)
			.map(([name, value]) => `${columns[name] ?? name}: ${say(value)}`)
			.join('\n');
	}
}
