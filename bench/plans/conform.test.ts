import { array, assert, constantFrom, property } from 'fast-check';
import { fitness, precision, rename } from './conform';
import { readChanges, readDescriptions } from './corpus';
import { matchActivities } from './match-activities';

const trace = array(constantFrom('A', 'B', 'C', 'D'), { minLength: 1, maxLength: 6 });
const traces = array(trace, { minLength: 1, maxLength: 6 });

describe('fitness and precision', () => {
	it('are 1 for the same traces, in any order', () => {
		assert(property(traces, (all) => fitness(all, [...all].reverse()) === 1 && precision(all, [...all].reverse()) === 1));
	});

	it('are between 0 and 1, and exchange with their sides', () => {
		assert(
			property(traces, traces, (one, other) => {
				const value = fitness(one, other);
				return value >= 0 && value <= 1 && value === precision(other, one);
			}),
		);
	});

	it('fall where the plan lacks an activity, or has another branch', () => {
		assert(
			property(
				traces,
				(all) =>
					fitness(
						all.map((steps) => [...steps, 'E']),
						all,
					) < 1,
			),
		);
		assert(property(traces, (all) => precision(all, [...all, ['E', 'F']]) < 1 && fitness(all, [...all, ['E', 'F']]) === 1));
	});

	it('count a move on one side once', () => {
		expect(fitness([['A', 'B', 'C']], [['A', 'C']])).toBeCloseTo(1 - 1 / 5);
		expect(fitness([['A']], [])).toBe(0);
		expect(fitness([[]], [[]])).toBe(1);
	});

	it('do not take a step without an activity for one', () => {
		expect(rename([['Pay', 'Ask']], new Map([['Pay', 'Ask']]))).toEqual([['Ask', '+ Ask']]);
	});
});

describe('activities of a plan', () => {
	it('are found by words and other names, one to one', () => {
		const reference = { 'Refund the money': ['pay back the customer'], 'Inspect the return': ['check the goods'], 'Note the return': [] };
		const { names, missing, added } = matchActivities(
			reference,
			['Check returned goods', 'Pay the customer back', 'Refund the money', 'Sing'],
			'en',
		);
		expect(Object.fromEntries(names)).toEqual({ 'Check returned goods': 'Inspect the return', 'Refund the money': 'Refund the money' });
		expect({ missing, added }).toEqual({ missing: 1, added: 2 });
	});

	it('are told apart by who does them, and are one where the reference has one', () => {
		const steps = ['Sign it [mayor]', 'Sign it [head of department]', 'Sign it [clerk]'];
		const { names, missing, added } = matchActivities({ 'Sign as head of department': [], 'Sign as mayor': [] }, steps, 'en');
		expect([names.get(steps[0]!), names.get(steps[1]!), missing]).toEqual(['Sign as mayor', 'Sign as head of department', 0]);
		expect(added).toBe(0);
		expect(matchActivities({ 'Sign it': [] }, steps, 'en')).toMatchObject({ missing: 0, added: 0 });
		expect(matchActivities({ 'Elect the mayor': [] }, steps, 'en').missing).toBe(1);
	});

	it('are found in Portuguese without accents and in other forms of the verb', () => {
		const { names } = matchActivities(
			{ 'Enviar à cobrança externa': [], 'Conferir o pedido': [] },
			['Confere pedidos', 'Envio a cobranca'],
			'pt',
		);
		expect([...names.values()].sort()).toEqual(['Conferir o pedido', 'Enviar à cobrança externa']);
	});
});

describe('the corpus', () => {
	const descriptions = readDescriptions();
	const changes = readChanges();

	it('has 60 descriptions of ten trades, half of them in Portuguese, and as many changes', () => {
		expect(new Set(descriptions.map(({ id }) => id)).size).toBe(60);
		expect(new Set(descriptions.map(({ trade }) => trade)).size).toBe(10);
		expect(descriptions.filter(({ language }) => language === 'pt')).toHaveLength(30);
		expect(changes.map(({ of }) => of).sort()).toEqual(descriptions.map(({ id }) => id).sort());
	});

	it.each(descriptions.map((one) => [one.id, one] as const))(
		'finds the activities of %s by their own names, and all in its traces',
		(_, one) => {
			const steps = [...new Set(one.traces.flat())];
			expect(steps.sort()).toEqual(Object.keys(one.activities).sort());
			expect(one.traces.length).toBeLessThanOrEqual(200);
			const { names } = matchActivities(one.activities, steps, one.language);
			expect(steps.filter((step) => names.get(step) !== step)).toEqual([]);
		},
	);

	it('has changes that name activities of their description', () => {
		for (const { of, expect: wanted } of changes) {
			const known = Object.keys(descriptions.find(({ id }) => id === of)!.activities);
			const all = [...known, ...(wanted.added ?? [])];
			const old = [...(wanted.removed ?? []), ...(wanted.moved ?? []), ...Object.keys(wanted.renamed ?? {})];
			expect(old.filter((name) => !known.includes(name))).toEqual([]);
			expect([...(wanted.order ?? []).flat(), ...Object.keys(wanted.who ?? {})].filter((name) => !all.includes(name))).toEqual([]);
		}
	});
});
