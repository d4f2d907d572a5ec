import { Random } from '../../test/contract/random/random';
import { treeLimits } from './limits';
import { readTree } from './read-tree';
import { walkBlocks } from './walk';
import { slowTest } from '../../test/support/slow-tests';

const read = (...blocks: unknown[]) => readTree({ id: 'p', name: 'P', purpose: 'Tries', language: 'en', do: blocks });
const only = (...blocks: unknown[]) => read(...blocks).tree!.do[0]!;

describe('readTree', () => {
	it('keeps a tree that is right, without a repair', () => {
		const tree = {
			id: 'refund',
			name: 'Refund',
			purpose: 'Pays money back.',
			language: 'en',
			trigger: { kind: 'form' },
			inputs: [{ name: 'amount', type: 'number' }],
			do: [
				{ kind: 'human', id: 'decide', name: 'Decide', who: 'finance', writes: [{ name: 'approved', type: 'boolean' }] },
				{
					kind: 'choice',
					id: 'approved',
					name: 'Approved?',
					branches: [{ name: 'yes', when: 'approved', do: [{ kind: 'end', id: 'paid', name: 'Paid' }] }],
					otherwise: { name: 'no', do: [] },
				},
				{ kind: 'event', id: 'wait', name: 'Wait', waits: [{ on: { kind: 'timer', duration: 'PT2H' } }] },
			],
		};
		expect(readTree(tree)).toEqual({ tree, faults: [], doubts: [], repaired: [] });
	});

	it('makes ids of names in any language, and each its own', () => {
		const { tree } = read(
			{ kind: 'human', name: 'Validação do crédito', who: 'a' },
			{ kind: 'human', name: 'Validação do crédito', who: 'a' },
			{ kind: 'human', name: '確認する', who: 'a' },
			{ kind: 'human', id: 'P', name: 'Like the process', who: 'a' },
			{ kind: 'human', id: '12 Go!', name: 'x', who: 'a' },
		);
		expect(tree!.do.map(({ id }) => id)).toEqual(['validacao-do-credito', 'validacao-do-credito-2', 'human', 'p-2', 'go']);
	});

	it('reads if, then and else, and puts sequences in their place', () => {
		const { tree, faults } = read(
			{
				kind: 'if',
				name: 'Big?',
				condition: "amount >= 100 && status == 'new'",
				then: [{ kind: 'human', name: 'A', role: 'boss' }],
				else: { kind: 'sequence', steps: [{ kind: 'end', name: 'E' }] },
			},
			{
				kind: 'sequence',
				do: [
					{ kind: 'sequence', do: [] },
					{ kind: 'end', name: 'F' },
				],
			},
		);
		expect(faults).toEqual([]);
		expect(tree!.do).toMatchObject([
			{
				kind: 'choice',
				branches: [{ when: 'amount >= 100  and  status = "new"', do: [{ id: 'a', who: 'boss' }] }],
				otherwise: { do: [{ id: 'e' }] },
			},
			{ kind: 'end', id: 'f' },
		]);
	});

	it('gives a choice its default and a loop its limit', () => {
		expect(only({ kind: 'choice', name: 'X?', branches: [{ name: 'y', when: 'a = 1', do: [] }] })).toMatchObject({ otherwise: { do: [] } });
		expect(only({ kind: 'switch', name: 'X?', cases: [{ when: 'a = 1' }, { when: 'default', do: [] }] })).toMatchObject({
			branches: [{ when: 'a = 1' }],
		});
		expect(only({ kind: 'loop', name: 'L', do: [{ kind: 'human', name: 'A' }] })).toMatchObject({ limit: 10 });
		expect(only({ kind: 'loop', name: 'L', each: 'orders', do: [{ kind: 'human', name: 'A' }] })).toMatchObject({ limit: 100 });
		expect(only({ kind: 'while', name: 'L', while: '!done', limit: 900, do: [] })).toMatchObject({ until: 'not(not(done))', limit: 100 });
	});

	it.each([
		['a == 1', 'a = 1'],
		['!approved', 'not(approved)'],
		['!(a.b && c)', 'not(a.b  and  c)'],
		['x !== null', 'x != null'],
		['x!=null', 'x!=null'],
		["name === 'it\\'s'", 'name = "it\'s"'],
		['items.length > 0', 'count(items) > 0'],
		['a ? 1 : 2', 'if a then 1 else 2'],
		['{{ approved }}', 'approved'],
		['= amount > 3', 'amount > 3'],
		['status = "a && b"', 'status = "a && b"'],
		['done == True', 'done = true'],
		["tags.includes('vip') || x is not null", 'contains(tags, "vip")  or  x != null'],
	])('turns the condition %s into FEEL', (written, feel) => {
		expect(only({ kind: 'choice', name: 'X?', branches: [{ when: written, do: [] }], otherwise: [] })).toMatchObject({
			branches: [{ when: feel }],
		});
	});

	it.each([
		['2 hours', 'PT2H'],
		['2 dias', 'P2D'],
		['1 dia e 12 horas', 'P1DT12H'],
		['uma semana', 'P7D'],
		['1.5 hours', 'PT90M'],
		[{ minutes: 30 }, 'PT30M'],
		['pt5m', 'PT5M'],
	])('turns the time %j into ISO 8601', (written, duration) => {
		expect(only({ kind: 'wait', name: 'W', duration: written })).toMatchObject({ waits: [{ on: { kind: 'timer', duration } }] });
	});

	it.each([
		['every day at 9', '0 0 9 * * *'],
		['toda segunda-feira às 8h30', '0 30 8 * * MON'],
		['0 9 * * 1-5', '0 0 9 * * 1-5'],
		['R/P1D', 'R/P1D'],
		['every 2 hours', 'R/PT2H'],
	])('begins at %s', (at, schedule) => {
		expect(readTree({ name: 'T', trigger: { kind: 'schedule', at }, do: ['x'] }).tree!.trigger).toEqual({ kind: 'timer', at: schedule });
	});

	it('renames what FEEL cannot read as a name wherever it is used', () => {
		const { tree, repaired } = readTree({
			name: 'R',
			inputs: { 'customer name': 'string', 'order-total': 'int', in: 'bool', Código: { type: 'texto' } },
			do: [
				{ kind: 'agent', name: 'A', message: '"Hello " + customer name + " customer name"', reads: ['Código', 'in'] },
				{ kind: 'choice', name: 'C?', branches: [{ when: 'order-total > 5 && in', do: ['x'] }] },
				{ kind: 'human', name: 'H', shows: ['customer name'], who: 'x' },
			],
		});
		expect(tree!.inputs.map(({ name, type }) => `${name}:${type}`)).toEqual([
			'customerName:text',
			'orderTotal:number',
			'inValue:boolean',
			'codigo:text',
		]);
		expect(tree!.do).toMatchObject([
			{ message: '"Hello " + customerName + " customer name"', reads: ['codigo', 'inValue'] },
			{ branches: [{ when: 'orderTotal > 5  and  inValue' }] },
			{ shows: ['customerName'] },
		]);
		expect(repaired).toContain('/inputs/0: the name "customer name" is "customerName" now');
	});

	it('makes FEEL of a message that is a text', () => {
		expect(only({ kind: 'agent', name: 'A', message: 'Answer {{question}} please.' })).toMatchObject({
			message: '"Answer " + string(question) + " please."',
		});
	});

	it('lets an end in one way of a parallel branch end everything', () => {
		const end = { kind: 'end', name: 'Refused' };
		const choice = { kind: 'choice', name: 'Good?', branches: [{ when: 'a', do: ['b'] }], otherwise: { do: [end] } };
		expect(JSON.stringify(only({ kind: 'parallel', name: 'P', branches: [[choice], ['x']] }))).toContain('"cancels":true');
		expect(JSON.stringify(only({ kind: 'parallel', name: 'P', branches: [['b', end], ['x']] }))).not.toContain('cancels');
	});

	it.each(['Authorization', 'X-API-Key', 'proxy-authorization'])(
		'asks for a credential in place of the header %s, whose value it does not keep',
		(name) => {
			const step = { kind: 'http', name: 'Order', url: 'https://erp.example', headers: { accept: 'text/plain', [name]: 'Bearer s3cret' } };
			const read = only(step);
			expect(read).toMatchObject({ credential: name });
			expect(JSON.stringify(read)).not.toContain('s3cret');
		},
	);

	it('says what it cannot repair, in the language of the tree', () => {
		const { faults } = readTree({
			language: 'pt-BR',
			name: 'X',
			do: [{ kind: 'http', name: 'Y' }, { kind: 'event', name: 'Z', waits: [] }, 7],
		});
		expect(faults.map(({ path, rule }) => `${path} ${rule}`)).toEqual(['/do/0/url missing', '/do/1/waits empty', '/do/2 not-a-block']);
		expect(faults[0]!.message).toBe('Falta "url".');
		expect(readTree('nothing').faults[0]!.rule).toBe('not-a-tree');
	});

	slowTest('stays within its bounds, and never throws, whatever it reads', () => {
		const keys = [
			'do',
			'kind',
			'name',
			'id',
			'branches',
			'when',
			'otherwise',
			'writes',
			'waits',
			'on',
			'duration',
			'url',
			'until',
			'each',
			'limit',
			'else',
			'deadline',
			'onError',
			'message',
			'inputs',
			'parameters',
			'alternatives',
			'trigger',
			'reads',
		];
		const texts = [
			'',
			'choice',
			'parallel',
			'if',
			'loop',
			'agent',
			'human',
			'event',
			'http',
			'call',
			'end',
			'sequence',
			'!'.repeat(50),
			'=((',
			"a == 'b'",
			'2 hours',
			'\u0000\ud800',
			'<x>&',
			'確認',
			'R/P1D',
			'__proto__',
			'{{a}}',
			'x'.repeat(3_000),
		];
		for (let seed = 1; seed <= 200; seed++) {
			const random = new Random(seed);
			const junk = (depth: number): unknown => {
				const roll = random.between(0, 9);
				if (depth <= 0 || roll < 3) return random.pick<unknown>([...texts, null, 0, -1, 1e99, true, false, undefined]);
				if (roll < 6) return random.times(0, 4, () => junk(depth - 1));
				return Object.fromEntries(random.times(1, 6, () => [random.pick(keys), junk(depth - 1)]));
			};
			const { tree, faults, repaired } = readTree({ do: junk(7) });
			const blocks = [...walkBlocks(tree?.do ?? [], '/do')];
			expect(blocks.length).toBeLessThanOrEqual(treeLimits.blocks);
			expect(faults.length).toBeLessThanOrEqual(50);
			expect(repaired.length).toBeLessThanOrEqual(100);
			expect(new Set(blocks.map(({ block }) => block.id)).size).toBe(blocks.length);
			for (const { block } of blocks) expect(block.id).toMatch(/^[a-z][a-z0-9-]{0,59}$/);
		}
	});

	it('refuses too many and too deep blocks', () => {
		expect(read(...Array.from({ length: 600 }, () => 'x')).faults.map(({ rule }) => rule)).toContain('too-large');
		let deep: unknown = ['x'];
		for (let level = 0; level < 5_000; level++) deep = [{ kind: 'loop', name: 'l', do: deep }];
		expect(readTree({ do: deep }).faults.map(({ rule }) => rule)).toContain('too-deep');
		let list: unknown = ['x'];
		for (let level = 0; level < 5_000; level++) list = { kind: 'sequence', do: [list] };
		expect(() => readTree({ do: [list] })).not.toThrow();
	});
});
