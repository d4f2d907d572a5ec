import { loadFeel } from '../feel';
import { readForm } from './read-form';
import { submitForm } from './submit-form';

type Values = Record<string, unknown>;

async function submit(components: object[], entered: Values = {}, variables: Values = {}) {
	const form = readForm('f.form', JSON.stringify({ id: 'f', components }));
	const { values, problems } = submitForm(form, { variables, entered }, await loadFeel('8.8'), () => Date.parse('2030-01-31T10:00:00Z'));
	return { values, problems };
}

const problems = async (component: object, value: unknown): Promise<string[]> =>
	(await submit([{ key: 'it', ...component }], { it: value })).problems;

const name = { type: 'textfield', key: 'name', label: 'Name' };

describe('what a form sends', () => {
	it('is the value of each field: what was entered, the variable, the default, or nothing', async () => {
		const components = [
			name,
			{ type: 'textfield', key: 'city' },
			{ type: 'number', key: 'amount', defaultValue: 5 },
			{ type: 'checkbox', key: 'agreed' },
			{ type: 'textarea', key: 'note' },
			{ type: 'text', text: 'Hello' },
			{ type: 'button', key: 'submit' },
		];
		expect(await submit(components, { name: 'Ana' }, { city: 'Recife', other: 1 })).toEqual({
			values: { name: 'Ana', city: 'Recife', amount: 5, agreed: false, note: '' },
			problems: [],
		});
	});

	it('has no hidden and no disabled field', async () => {
		const components = [
			{ type: 'number', key: 'amount' },
			{ type: 'textfield', key: 'reason', conditional: { hide: '=amount <= 100' }, validate: { required: true } },
			{ type: 'textfield', key: 'id', disabled: true },
		];
		expect(await submit(components, { amount: 50 }, { id: 'a1' })).toEqual({ values: { amount: 50 }, problems: [] });
		expect((await submit(components, { amount: 500 })).problems).toEqual(['the field "reason" is required']);
		expect((await submit(components, { amount: 50, reason: 'x', id: 'b' })).problems).toEqual([
			'the field "reason" is hidden with these values',
			'the field "id" is disabled',
		]);
	});

	it('has what expressions compute', async () => {
		const components = [
			{ type: 'number', key: 'net' },
			{ type: 'expression', key: 'gross', expression: '=net * 1.2' },
		];
		expect((await submit(components, { net: 100 })).values).toEqual({ net: 100, gross: 120 });
		expect((await submit(components, { gross: 1 })).problems).toEqual(['the field "gross" is computed by the form']);
	});

	it('has groups as objects and lists as lists', async () => {
		const components = [
			{ type: 'group', path: 'customer', components: [name] },
			{
				type: 'dynamiclist',
				path: 'lines',
				components: [
					{ type: 'number', key: 'quantity', validate: { min: 1 } },
					{ type: 'textfield', key: 'why', conditional: { hide: '=this.quantity < 10' } },
				],
			},
		];
		const lines = [{ quantity: 2 }, { quantity: 10, why: 'many' }];
		expect(await submit(components, { customer: { name: 'Ana' }, lines })).toEqual({
			values: { customer: { name: 'Ana' }, lines },
			problems: [],
		});
		expect((await submit(components)).values).toEqual({ customer: { name: '' }, lines: [{ quantity: null }] });
		expect((await submit(components, { lines: [] })).values).toEqual({ customer: { name: '' } });
		expect((await submit(components, { lines: [{ quantity: 0, price: 3 }] })).problems).toEqual([
			'the form has no field "lines.0.price"',
			'the field "lines[0].quantity" is below 1',
		]);
	});

	it('has nothing under a name of the language', async () => {
		const { values } = await submit([{ type: 'textfield', key: '__proto__.polluted' }], {}, {});
		expect(Object.keys(values)).toEqual(['__proto__']);
		expect(({} as Values).polluted).toBeUndefined();
	});
});

describe('what a form refuses', () => {
	it.each([
		[{ type: 'textfield', validate: { required: true } }, '', 'is required'],
		[{ type: 'checkbox', validate: { required: true } }, false, 'is required'],
		[{ type: 'taglist', values: [], validate: { required: true } }, [], 'is required'],
		[{ type: 'textfield' }, 5, 'takes a text'],
		[{ type: 'textfield', validate: { minLength: 3 } }, ' ab ', 'is shorter than 3 characters'],
		[{ type: 'textfield', validate: { maxLength: '=1 + 1' } }, 'abc', 'is longer than 2 characters'],
		[{ type: 'textfield', validate: { pattern: '^[A-Z]{2}$' } }, 'a', 'does not match the pattern ^[A-Z]{2}$'],
		[{ type: 'textfield', validate: { validationType: 'email' } }, 'ana', 'takes an e-mail address'],
		[{ type: 'textfield', validate: { validationType: 'phone' } }, '12', 'takes an international phone number, such as +4930664040900'],
		[{ type: 'number' }, '5', 'takes a number'],
		[{ type: 'number', serializeToString: true }, 5, 'takes a number as a text'],
		[{ type: 'number', decimalDigits: 0 }, 1.5, 'takes a whole number'],
		[{ type: 'number', decimalDigits: 1 }, 1.25, 'takes at most 1 decimal digits'],
		[{ type: 'number', validate: { min: 0, max: 10 } }, -1, 'is below 0'],
		[{ type: 'number', validate: { min: 0, max: 10 } }, 11, 'is above 10'],
		[{ type: 'checkbox' }, 'yes', 'takes true or false'],
		[{ type: 'datetime', subtype: 'date' }, '31/01/2030', 'takes a date, such as 2030-01-31'],
		[{ type: 'datetime', subtype: 'datetime' }, '2030-13-01T10:00', 'takes a datetime, such as 2030-01-31T10:00:00Z'],
		[{ type: 'select', values: [{ label: 'One', value: 1 }] }, 2, 'does not have the option 2, only 1'],
		[{ type: 'radio', valuesExpression: '=["a", "b"]' }, 'c', 'does not have the option "c", only "a", "b"'],
		[{ type: 'checklist', valuesKey: 'gone' }, ['c'], 'does not have the option "c": it has no options here'],
		[{ type: 'textfield', readonly: '=1 = 1' }, 'x', 'is read-only'],
	])('%j with %j', async (component, value, reason) => {
		expect(await problems(component, value)).toEqual([`the field "it" ${reason}`]);
	});

	it.each([
		[{ type: 'textfield', validate: { minLength: 3, pattern: 'x' } }, ''],
		[{ type: 'number', validate: { min: 1 } }, null],
		[{ type: 'number', serializeToString: true }, '12345678901234567890'],
		[{ type: 'datetime', subtype: 'time' }, '10:00'],
		[{ type: 'datetime', subtype: 'datetime' }, '2030-01-31T10:00+02:00'],
		[{ type: 'select', values: [{ label: 'One', value: 'one' }] }, 'one'],
		[{ type: 'signature' }, { any: 'thing' }],
	])('%j takes %j', async (component, value) => {
		expect(await problems(component, value)).toEqual([]);
	});

	it('a value without a field, by the name that the form gives it', async () => {
		expect((await submit([name], { naem: 'Ana' })).problems).toEqual(['the form has no field "naem"']);
		expect((await submit([{ ...name, validate: { required: true } }])).problems).toEqual(['the field "name" (Name) is required']);
	});
});
