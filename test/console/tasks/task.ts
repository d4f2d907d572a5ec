/** How a task of a reader of the console is written: what is pressed, written and read, by role and name, in both languages. */

/** English and Portuguese. `{name}` is a value of the seed; a name that ends with `…` is the beginning of one. */
export type Words = readonly [en: string, pt: string];
export type Role = 'link' | 'button' | 'checkbox' | 'textbox' | 'heading' | 'disclosure';

export interface Target {
	role: Role;
	name: Words;
	/** A text that only the row of the table has which the target is in. */
	row?: Words;
	/** The name of the table which it is in. */
	table?: Words;
	/** Is in a diagram, where arrows lead from one element to the next. */
	isElement?: true;
}

export type Step =
	| { act: 'press'; target: Target }
	| { act: 'write'; target: Target; text: Words }
	/** Is reached, and not pressed. */
	| { act: 'find'; target: Target }
	/** Is on the page. */
	| { act: 'read'; text: Words }
	/** Is also said to who does not see the page. */
	| { act: 'hear'; text: Words };

export interface Task {
	id: string;
	title: Words;
	steps: Step[];
}

/** The tasks of one reader, with the rights that they take. */
export interface Reader {
	id: string;
	title: Words;
	rights: string[];
	tasks: Task[];
}

const both = (words: Words | string): Words => (typeof words === 'string' ? [words, words] : words);

type More = { row?: Words | string; table?: Words };
const target = (role: Role, name: Words | string, { row, table }: More = {}): Target => ({
	...{ role, name: both(name) },
	...(row !== undefined && { row: both(row) }),
	...(table && { table }),
});

export const press = (role: Role, name: Words | string, more?: More): Step => ({ act: 'press', target: target(role, name, more) });
export const open = (name: Words | string, more?: More): Step => press('link', name, more);
export const write = (text: Words | string, into: Words | string): Step => ({
	...{ act: 'write', target: target('textbox', into), text: both(text) },
});
export const find = (role: Role, name: Words | string, more?: More): Step => ({ act: 'find', target: target(role, name, more) });
export const findElement = (name: Words): Step => ({ act: 'find', target: { role: 'button', name, isElement: true } });
export const read = (text: Words | string): Step => ({ act: 'read', text: both(text) });
export const hear = (text: Words | string): Step => ({ act: 'hear', text: both(text) });

export type Values = Record<string, string>;

/** Fills the values of a seed in. */
export function fill(text: string, values: Values): string {
	return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
		const value = values[name];
		if (value === undefined) throw new Error(`The seed has no value "${name}" for "${text}".`);
		return value;
	});
}
