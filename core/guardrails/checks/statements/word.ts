import { start } from './numbers';

/** Returns an expression for any of these forms as whole words. */
export const word = (...forms: string[]): RegExp => new RegExp(`${start}(?:${forms.join('|')})(?![a-z])`);
