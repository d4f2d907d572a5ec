/**
 * Measures how long it takes to find where the values of a call come from, whose 20 arguments are copied, rewritten, composed and encoded, after results
 * of 100 kB that were not read before. The value is the median in milliseconds.
 */
import { findOrigins } from '../../../core/flow/find-origins';
import type { RunText } from '../../../core/ports/runs/run-text';
import { TextIndex } from '../../../core/flow/text-index';
import { median } from '../../timed';

const rounds = Number(process.env.BENCH_ROUNDS ?? 300);
const results = 10;
const rowsOfResult = 65;

const row = (result: number, at: number): string =>
	`{"id":"ORD-${result}${at}","customer":"Cliente nº ${at} de São Paulo","mail":"c${at}@loja${result}.example","iban":"DE89 3704 00${result}4 0532 0${at + 10} 00","total":${at * 13 + result}.90,"due":"2026-${String((at % 12) + 1).padStart(2, '0')}-15"}`;

const texts: RunText[] = Array.from({ length: results }, (_, result) => ({
	source: 'tool',
	from: `list_orders_${result}`,
	trusted: false,
	text: Array.from({ length: rowsOfResult }, (_each, at) => row(result, at)).join('\n'),
}));

const call = {
	order: 'ORD-857',
	mail: 'C55@loja9.example',
	iban: 'DE8937040094053203300',
	iban2: 'DE89370400340532099900',
	total: 656.9,
	sum: '656,90',
	due: '15/08/2026',
	dueText: 'December 15, 2026',
	customer: 'cliente nº 49 de sao paulo',
	other: 'nobody knows this',
	code: 'T1JELTg3Nw==',
	text: 'Dear customer, please pay the order ORD-412 by transfer to DE89 3704 0054 0532 042 00 within seven days from today on.',
	url: 'https://loja3.example/pay?order=ORD-310&mail=c10@loja3.example',
	note: 'x'.repeat(2_000),
	count: 3,
	short: 'SP',
	list: ['ORD-11', 'ORD-1250', 'c7@loja7.example'],
	urgent: 'yes, very',
};

export async function run(): Promise<number> {
	const characters = texts.reduce((sum, { text }) => sum + text.length, 0);
	const times = Array.from({ length: rounds }, () => {
		// As they would come from tools: no form of them is known yet.
		const fresh = texts.map((text) => ({ ...text, text: Buffer.from(text.text).toString() }));
		const start = performance.now();
		findOrigins(
			call,
			fresh.map((text) => new TextIndex(text)),
		);
		return performance.now() - start;
	});
	const again = texts.map((text) => new TextIndex(text));
	findOrigins(call, again);
	const known = Array.from({ length: rounds }, () => {
		const start = performance.now();
		findOrigins(call, again);
		return performance.now() - start;
	});
	for (const { path, kind, places } of findOrigins(call, again))
		console.log(`${path.padEnd(10)} ${kind.padEnd(9)} ${places[0]?.from ?? ''}`);
	console.log(`${characters} characters of results; once they were read, ${median(known).toFixed(3)} ms`);
	return Number(median(times).toFixed(3));
}
