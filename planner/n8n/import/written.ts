import type { ValueType } from '../../tree/check/infer-type';

/** A value in FEEL. */
export interface Written {
	feel: string;
	type?: ValueType | undefined;
	/** A variable, or a part of one: nothing else is known of it. */
	isPath?: boolean;
}

/** Whose item an expression reads. */
export type Root = { of: 'input' } | { of: 'node'; name: string };

/** The data of a workflow at one of its nodes. */
export interface Data {
	/** @throws NoFeel where it cannot be told which variable it is */
	read(root: Root, path: ReadonlyArray<string | number>): Written;
	/** Notes that a value is used as this type. */
	note(value: Written, type: ValueType): void;
}

/** An expression has no equal in FEEL. */
export class NoFeel extends Error {
	constructor(
		readonly rule: string,
		/** The part of it, or the node that it depends on. */
		readonly part = '',
	) {
		super(`${rule} ${part}`);
	}
}

export const writeText = (text: string): string => JSON.stringify(text);

/** A value as a part of a text. */
export const textOf = ({ feel, type }: Written): string => (type === 'text' ? feel : `string(${feel})`);
