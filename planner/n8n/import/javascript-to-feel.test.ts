import { loadFeel } from '../../../bpmn/feel';
import { openExpressions } from './expressions';
import { step } from './read-root';
import { type Data, NoFeel } from './written';

const at = '2024-01-31T09:05:07Z';
const data: Data = { read: (_, path) => ({ feel: path.reduce<string>(step, 'input'), isPath: true }), note: () => undefined };

/** Evaluates an expression in FEEL. */
async function evaluate(expression: string, input: unknown): Promise<unknown> {
	const { feel } = (await openExpressions()).read(`={{ ${expression} }}`, data);
	return toPlain((await loadFeel('8.6')).evaluate(feel, { lookUp: () => input, now: () => Date.parse(at) }).value);
}

/** Evaluates an expression in FEEL, and as n8n does. */
async function evaluateBoth(expression: string, input: unknown): Promise<[feel: unknown, javascript: unknown]> {
	// oxlint-disable-next-line typescript/no-implied-eval -- the expressions of this file
	const run = new Function('$json', `return (${expression})`) as (...values: unknown[]) => unknown;
	return [await evaluate(expression, input), toPlain(run(structuredClone(input)))];
}

const toPlain = (value: unknown): unknown =>
	JSON.parse(JSON.stringify(value, (_, one: unknown) => (typeof one === 'bigint' ? Number(one) : one)) ?? 'null');

const texts = ['', ' a ', 'Ana.Souza@example.com', 'a,b,,c', 'x\u00A0y\t z', '12.5 + (3)', 'é Ação É', '0123456789abc'];
test.each([
	...['$json.t.trim()', '$json.t.split(",")', '$json.t.split("@")[0]', '$json.t.split(".")', '$json.t.trim().split(" ").length'],
	...['$json.t.slice(0, 5)', '$json.t.slice(3)', '$json.t.substring(2, 4)', '$json.t.slice(0, 200)', '$json.t.slice(12, 20)'],
	...[
		'$json.t.replace("a", "<>")',
		'$json.t.replace(".", "")',
		'$json.t.replaceAll(".", "-")',
		'$json.t.replaceAll("(", "[")',
		String.raw`$json.t.replace(/a{1,2}|[.@-]|\/+/g, "/")`,
	],
	...[
		String.raw`$json.t.replace(/\s/g, "_")`,
		String.raw`$json.t.replace(/[^a-z\s]+/gi, "")`,
		String.raw`$json.t.replace(/\d{2}/g, "#")`,
		String.raw`$json.t.replace(/[^\w.]+/g, "")`,
	],
	...[String.raw`$json.t.replace(/(?:a|b)\.?/gi, "")`, '$json.t.toLowerCase().replaceAll(" ", "-")', '$json.t.split(",").join(" / ")'],
	...['$json.t.split(",").map(one => one.trim() + "!").join("")', '`${$json.t.slice(0, 3)}…`', '$json.t.split(",").slice(0, 2)'],
	...['$json.t.split(",").reverse()', '$json.t.split(",").concat(["z"])', '$json.t.split(",").some(one => one === "b")'],
	...['$json.t.split(",").every(x => x.trim().length < 4)'],
])('%s means the same in FEEL', async (expression) => {
	for (const t of texts) {
		const [feel, javascript] = await evaluateBoth(expression, { t });
		expect([t, feel]).toEqual([t, javascript]);
	}
});

test.each([
	'$json.list.map(one => one.n * 2)',
	'$json.list.map(one => one.name).join(", ")',
	'$json.list.map(one => $json.list.map(two => one.n + two.n))',
	'$json.list.some(one => one.n > 2)',
	'$json.list.every(one => one.n > 0 && one.name !== "x")',
	'$json.values.join()',
	'$json.values.join("; ")',
	'$json.list.length',
])('%s means the same of a list', async (expression) => {
	const list = [
		{ n: 1, name: 'one' },
		{ n: 2.5, name: 'two' },
	];
	for (const input of [
		{ list, values: ['a', null, 3, true] },
		{ list: [], values: [] },
	]) {
		const [feel, javascript] = await evaluateBoth(expression, input);
		expect(feel).toEqual(javascript);
	}
});

test.each<[expression: string, luxon: unknown]>([
	['$now.toFormat("yyyy-MM-dd")', '2024-01-31'],
	['$now.toFormat("dd/MM/yyyy HH:mm:ss")', '31/01/2024 09:05:07'],
	['$today.toFormat("d.M.yyyy")', '31.1.2024'],
	['$now.toFormat("yyyyMMdd")', '20240131'],
	['$now.plus({ days: 30 }).toFormat("yyyy-MM-dd")', '2024-03-01'],
	['$now.plus({ months: 1, days: 1 }).toFormat("yyyy-MM-dd")', '2024-03-01'],
	['$now.minus({ weeks: 1, hours: 10, minutes: 6 }).toFormat("yyyy-MM-dd HH:mm")', '2024-01-23 22:59'],
	['$today.minus({ months: 2 }).toISODate()', '2023-11-30'],
	['$today.plus({ years: 1, month: 1 }).toISODate()', '2025-02-28'],
	['$now.toISODate()', '2024-01-31'],
	['$now.plus({ day: 1 }).toISODate()', '2024-02-01'],
	['$now.minus({ days: 1 }).toFormat("\'on\' dd")', 'on 30'],
	['$now.plus({ weeks: 2, days: 3 }) > $now', true],
	["$now.plus(3, 'days').toISODate()", '2024-02-03'],
])('%s is what Luxon answers', async (expression, luxon) => {
	expect(await evaluate(expression, {})).toEqual(luxon);
});

it.each([
	...['$json.t.slice(-3)', '$json.t.split("")', '$json.t.split(",", 2)', '$json.t.replace(/a/, "b")', '$json.t.replace(/a$/g, "b")'],
	...['$json.t.replace(/a(?=b)/g, "b")', '$json.t.replace(/ã/gi, "a")', '$json.t.replace("a", "$&")', '$json.t.replaceAll("a", $json.u)'],
	...[
		'$json.t.replace(/a/g, () => "b")',
		'$json.list.map((one, at) => at)',
		'$json.list.map(one => { return one; })',
		'$json.list.filter(Boolean)',
	],
	...[
		'$now.toFormat("cccc")',
		'$now.toFormat("MMM yyyy")',
		'$today.plus({ hours: 1 })',
		'$now.plus({ quarters: 1 })',
		'$now.plus({ days: 1.5 })',
	],
	...[
		'JSON.parse($json.t)',
		'JSON.stringify($json)',
		'$json.t.match(/a/)',
		'$json.t.replaceAll("[", "")',
		String.raw`$json.t.replace(/[a\-z]/g, "")`,
		'$json.t.replace(/a{/g, "")',
		'$json.list.map(one => one.length)',
		'$json.t.charAt(0)',
		'$json.n.toFixed(2)',
	],
])('refuses %s, which has no equal', async (expression) => {
	const { read } = await openExpressions().then((opened) => ({ read: () => opened.read(`={{ ${expression} }}`, data) }));
	expect(read).toThrow(NoFeel);
});
