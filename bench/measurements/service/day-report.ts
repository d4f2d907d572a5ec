/**
 * Reports a day with 5,000 conversations and 100,000 messages, with hand-overs, deals and 50,000 runs, and compares its time with that of the bare
 * SQL statements that count the same. Goal: the report takes a few seconds, most of them in the database.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openChannels } from '../../../providers/compose/channels/open-channels';
import { openVaultKeys } from '../../../providers/compose/guardrails/vault-parts';
import { openRuns } from '../../../providers/compose/state/host-runs';
import { readReport } from '../../../service/operations/conversations/read-report';
import { median, timed } from '../../timed';

const conversations = Number(process.env.BENCH_CONVERSATIONS ?? 5_000);
const messagesOfEach = 20;
const runsOfEach = 10;
const repeats = 3;
const from = Date.parse('2026-11-27T00:00:00Z');
const dayMs = 86_400_000;
const tenant = 'default';
const period = { day: '2026-11-27', from, to: from + dayMs, channel: undefined };

export async function run(): Promise<number> {
	const stateFolder = mkdtempSync(join(tmpdir(), 'troupe-day-report-'));
	const host = { stateFolder, tenant, clock: { now: () => from + dayMs + 3_600_000 } };
	try {
		const channels = await openChannels(host);
		await channels.conversations.list(tenant, { from: 0 }, 1);
		await (await openRuns(host, stateFolder)).list(1);
		const keys = await openVaultKeys(host, stateFolder);
		const database = new DatabaseSync(join(stateFolder, 'state.db'));
		fill(database, (id) => keys.pseudonym('conversation', tenant, id));
		const never = new AbortController().signal;
		const { sum } = await readReport(host, period, never);
		if (sum.conversations !== conversations || sum.runs !== conversations * runsOfEach) throw new Error(JSON.stringify(sum));
		const reports: number[] = [];
		const statements: number[] = [];
		for (let n = 0; n < repeats; n += 1) {
			reports.push(await timed(() => readReport(host, period, never)));
			statements.push(await timed(async () => countBare(database)));
		}
		const report = median(reports);
		const bare = median(statements);
		console.log(`${conversations} conversations, ${conversations * messagesOfEach} messages, ${conversations * runsOfEach} runs`);
		console.log(`report ${report.toFixed(0)} ms, bare statements ${bare.toFixed(0)} ms`);
		database.close();
		await channels.close();
		return report / bare;
	} finally {
		rmSync(stateFolder, { recursive: true, force: true });
	}
}

/** As ids begin: with their time. */
const idOf = (time: number, n: number) => `${time.toString(36).padStart(9, '0')}${String(n).padStart(8, '0')}`;

function fill(database: DatabaseSync, hash: (id: string) => string): void {
	const insert = (table: string, row: Record<string, string | number | null>) => {
		const names = Object.keys(row);
		database.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')})`).run(...Object.values(row));
	};
	database.exec('BEGIN');
	for (let n = 0; n < conversations; n += 1) {
		const at = from + Math.floor((n * dayMs) / conversations / 2);
		const id = idOf(at, n);
		const contact = `contact ${n}`;
		const last = at + messagesOfEach * 60_000;
		insert('contact', { tenant, id: contact, name: `Maria ${n}`, created_at: at });
		insert('conversation', {
			tenant,
			id,
			channel: 'sales',
			address: `5544${n}`,
			contact,
			mode: 'agent',
			session: 1,
			session_started_at: at,
			messages: messagesOfEach,
			last_at: last,
			last_contact_at: last,
			labels: '[]',
			changes: 0,
			quiet_ms: 0,
			max_quiet_ms: 0,
			turn_effects: 0,
			attempts: 0,
			restarts: 0,
			next_send_at: 0,
			sends: 0,
		});
		for (let number = 1; number <= messagesOfEach; number += 1) {
			const isOurs = number % 2 === 0;
			insert('message', {
				tenant,
				conversation: id,
				number,
				id: `${n} ${number}`,
				author: isOurs ? 'agent' : 'contact',
				at: at + number * 60_000,
				arrived_at: at + number * 60_000,
				content: '[{"kind":"text","text":"Quanto custa a prensa de 40 toneladas?"}]',
				is_edited: 0,
				session: 1,
				waits: isOurs ? 0 : 3,
				lacks_transcript: 0,
			});
		}
		if (n % 5 === 0)
			insert('hand_over', {
				tenant,
				id: `h${n}`,
				name: `turn ${n}`,
				channel: 'sales',
				conversation: id,
				reason: 'wants the offer',
				language: 'pt',
				summary: '{"temperature":"quente"}',
				handed_by: 'agent',
				state: 'answered',
				at: last,
			});
		if (n % 10 === 0)
			insert('conversation_deal', {
				tenant,
				account: 'piperun crm',
				id: String(n),
				conversation: id,
				recorded_at: last,
				state: 'lost',
				is_proposed: 1,
				closed_at: last - 40 * dayMs,
				asked_at: last,
			});
		const conversation = hash(`${id}-1`);
		for (let number = 0; number < runsOfEach; number += 1)
			insert('run', {
				tenant,
				id: `r${n} ${number}`,
				leased_until: 0,
				entries: 0,
				mark: '',
				touched_at: at,
				conversation,
				state: 'completed',
				outcome: 'reply',
				agent: 'sdr',
				agent_version: '1.0.0',
				started_at: at + number * 120_000,
				cost: 2_000_000,
				model: 'openai:m',
			});
	}
	database.exec('COMMIT');
}

/** Counts the conversations, messages, hand-overs, deals and runs of the day, as SQL alone does. */
function countBare(database: DatabaseSync): void {
	const ofDay = 'tenant = ? AND last_at >= ? AND EXISTS (SELECT 1 FROM message WHERE message.tenant = conversation.tenant';
	const all = (sql: string, ...values: Array<string | number>) => database.prepare(sql).all(...values);
	all(
		`SELECT * FROM conversation WHERE ${ofDay} AND message.conversation = conversation.id AND arrived_at >= ? AND arrived_at < ?)`,
		tenant,
		from,
		from,
		from + dayMs,
	);
	all('SELECT conversation, min(arrived_at), max(number) FROM message WHERE tenant = ? GROUP BY conversation, author', tenant);
	all('SELECT * FROM hand_over WHERE tenant = ?', tenant);
	all('SELECT * FROM conversation_deal WHERE tenant = ?', tenant);
	all('SELECT conversation, agent, agent_version, outcome, count(*), sum(cost) FROM run WHERE tenant = ? GROUP BY 1, 2, 3, 4', tenant);
}
