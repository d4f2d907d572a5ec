import { setTimeout as wait } from 'node:timers/promises';
import type { PhoneState } from '../phone/phone';
import type { World } from './story';

type Row = Record<string, unknown>;

/** What the systems beside the phone hold, read again and again. */
export class Panels {
	shown: PhoneState['panels'] = [];

	constructor(readonly world: World) {}

	async watch(signal: AbortSignal): Promise<void> {
		while (!signal.aborted) {
			this.shown = await this.#read();
			await wait(700, undefined, { signal }).catch(() => undefined);
		}
	}

	async #read(): Promise<PhoneState['panels']> {
		const { supabase } = this.world;
		const [leads, companies, budgets] = await Promise.all([
			supabase.sql<Row>('select nome, cidade, temperatura, oportunidade_pipe_id as negocio from leads'),
			supabase.sql<Row>('select nome, cnpj from empresa'),
			supabase.sql<Row>('select equipamento, quantidade, necessidade from orcamentos'),
		]);
		return [
			{ title: 'Chatwoot', text: this.#desk() },
			{ title: 'PipeRun', text: this.#crm() },
			{ title: 'Supabase: leads', text: leads.map(list).join('\n') || nothing },
			{ title: 'Supabase: empresa', text: companies.map(list).join('\n') || nothing },
			{ title: 'Supabase: orcamentos', text: budgets.map(list).join('\n') || nothing },
		];
	}

	#crm(): string {
		const { companies, persons, deals, notes } = this.world.pipeRun.tables;
		const named = [...companies.map(({ name }) => ['Empresa', name]), ...persons.map(({ name }) => ['Pessoa', name])];
		const sold = [...deals.map(({ title }) => ['Negócio', title]), ...notes.map(({ text }) => ['Nota', text])];
		return [...named, ...sold].map(([kind, text]) => `${kind as string}: ${text as string}`).join('\n') || nothing;
	}

	#desk(): string {
		const { written, conversations } = this.world.chatwoot;
		const notes = written.filter((message) => message['private'] === true);
		return (
			notes
				.map((note) => {
					const { labels, assignee } = conversations.get(note['conversation_id'] as number)!;
					return `${note['content'] as string}\n\nEtiquetas: ${labels.join(', ') || nothing}\nResponsável: ${assignee ?? nothing}`;
				})
				.join('\n\n') || nothing
		);
	}
}

const nothing = 'nada ainda';
const list = (row: Row) =>
	Object.entries(row)
		.map(([name, value]) => `${name}: ${(value as string | number | null) ?? 'Não informado'}`)
		.join('\n');
